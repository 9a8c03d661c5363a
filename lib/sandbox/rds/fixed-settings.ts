/** What every instance here is like, and a request may therefore say of one. */
export const FIXED_SETTINGS: Readonly<Record<string, string>> = {
  MultiAZ: 'false',
  PubliclyAccessible: 'false',
  StorageEncrypted: 'false',
  StorageType: 'gp3',
};
