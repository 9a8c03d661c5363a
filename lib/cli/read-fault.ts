import { type Fault, parseFault } from '../domain/plan/fault.ts';
import { UsageError } from './usage-error.ts';

/** A fault as given on the command line. @throws UsageError with all that there is, and what was probably meant */
export function readFault(text: string): Fault {
  const parsed = parseFault(text);
  if (parsed.ok) return parsed.fault;
  const meant = parsed.remedy === undefined ? '' : `; ${parsed.remedy}`;
  throw new UsageError(`${JSON.stringify(text)} is no fault; expected ${parsed.expected}${meant}`);
}
