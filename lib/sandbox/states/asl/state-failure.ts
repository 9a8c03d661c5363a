/**
 * A failure that a workflow can see: the error name that Retry and Catch match, and its cause.
 * `explained` causes are what a task or a Fail state gave and stand unchanged; the interpreter's own get the prefix
 * "An error occurred while executing the state …".
 */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly error: string;
  readonly causeText: string | null;
  readonly options: StateFailureOptions;

  constructor(error: string, causeText: string | null, options: StateFailureOptions = {}) {
    super(`${error}: ${causeText ?? ''}`);
    this.error = error;
    this.causeText = causeText;
    this.options = options;
  }
}

export interface StateFailureOptions {
  readonly explained?: boolean;
  /** An EvaluationFailed event is recorded: the field whose expression failed, or null when it was the state's input. */
  readonly location?: string | null;
  /** Further names under which the failure is matched. */
  readonly aliases?: readonly string[];
  /** Ends the execution whatever Retry and Catch say. */
  readonly fatal?: boolean;
}

/** The failure with AWS's prefix, added once, by the innermost state. */
export function explainFailure(failure: StateFailure, state: string, enteredEventId: number): StateFailure {
  if (failure.options.explained || failure.causeText === null) return failure;
  const prefix = `An error occurred while executing the state '${state}' (entered at the event id #${enteredEventId}). `;
  return new StateFailure(failure.error, prefix + failure.causeText, { ...failure.options, explained: true });
}
