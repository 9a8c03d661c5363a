import { ReplicaNotFound } from '../../domain/failure.ts';
import type { DatabaseInstance, Databases, InstanceRef } from '../../ports/databases.ts';

/** An instance as its control plane has it; null when that knows none of the name. */
export async function instanceOrNull(
  databases: Databases,
  ref: InstanceRef,
): Promise<DatabaseInstance | null> {
  try {
    return await databases.describe(ref);
  } catch (error) {
    if (error instanceof ReplicaNotFound) return null;
    throw error;
  }
}
