/** Says which variables its environment was given. */
export async function handler(): Promise<Readonly<Record<string, string | undefined>>> {
  const { AWS_ENDPOINT_URL, AWS_REGION, PGSSLROOTCERT } = process.env;
  return { AWS_ENDPOINT_URL, AWS_REGION, PGSSLROOTCERT };
}
