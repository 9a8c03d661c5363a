const FINISH = /-finish-\d+$/;

/**
 * Name of the so-manieth execution that brings a run to its end whose own execution did not: counted from 1, without a
 * gap. An ARN ends with its execution's name, so of a run's ARN it makes that of the other.
 */
export function finishName(runOrArn: string, number: number): string {
  return `${runOrArn}-finish-${number}`;
}

/** Whether an execution of the name is to finish a run, and is none of its own. */
export function isFinishName(name: string): boolean {
  return FINISH.test(name);
}

/** Whether it is to finish that run. */
export function isFinishOf(name: string, run: string): boolean {
  return isFinishName(name) && name.replace(FINISH, '') === run;
}
