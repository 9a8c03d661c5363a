const FOLDER = 'evidence/';

/** The only files of a run's directory that no statement covers. Nothing else may lie in that folder. */
export const EVIDENCE_FILES = {
  drill: `${FOLDER}drill.sigstore.json`,
  testResult: `${FOLDER}test-result.sigstore.json`,
  proof: `${FOLDER}proof.json`,
  checkpoint: `${FOLDER}checkpoint`,
  page: `${FOLDER}VERIFY.md`,
} as const;

/** Whether a name is outside what statements cover: they cover every other file of the directory. */
export function isUnsigned(name: string): boolean {
  return name.startsWith(FOLDER);
}
