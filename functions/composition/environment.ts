/** A setting of this function. @throws Error that names it when the deployment did not set it. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value !== undefined) return value;
  throw new Error(`environment variable ${name} is not set: the deployment of this function sets it`);
}

/** The region that this function runs in. */
export function ownRegion(): string {
  return setting('AWS_REGION');
}
