import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ObjectChecksum, ObjectHead, ReplicationStatus } from '../domain/inventory/listed-object.ts';

const ALGORITHMS = ['SHA256', 'SHA1', 'CRC64NVME', 'CRC32C', 'CRC32'] as const;

type Checksums = { readonly [A in (typeof ALGORITHMS)[number] as `Checksum${A}`]?: string | undefined };

/** An object as HeadObject has it. */
export function describedObject(key: string, head: HeadObjectCommandOutput): ObjectHead {
  return {
    key,
    versionId: head.VersionId ?? 'null',
    size: head.ContentLength ?? 0,
    etag: head.ETag ?? '',
    lastModified: (head.LastModified?.getTime() ?? 0) * 1000,
    deleteMarker: false,
    checksum: describedChecksum(head),
    replicationStatus: statusOf(head.ReplicationStatus),
    etagIsOpaque:
      head.ServerSideEncryption?.startsWith('aws:') === true || head.SSECustomerAlgorithm !== undefined,
  };
}

/** The strongest checksum that S3 keeps of an object, null where it keeps none. */
export function describedChecksum(
  output: Checksums & { readonly ChecksumType?: string | undefined },
): ObjectChecksum | null {
  for (const algorithm of ALGORITHMS) {
    const value = output[`Checksum${algorithm}`];
    if (value !== undefined) return { algorithm, value, ofParts: output.ChecksumType === 'COMPOSITE' };
  }
  return null;
}

/** The API's two spellings of a copy that is made are one. */
function statusOf(status: string | undefined): ReplicationStatus | null {
  switch (status) {
    case 'COMPLETE':
    case 'COMPLETED':
      return 'COMPLETED';
    case 'PENDING':
    case 'FAILED':
    case 'REPLICA':
      return status;
    default:
      return null;
  }
}
