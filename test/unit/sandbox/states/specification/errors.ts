/** Error names of the specification's appendix A and of AWS's guide, and the test in which each is raised or matched. */
export const RAISED: Readonly<Record<string, readonly [file: string, title: string]>> = {
  'States.ALL': ['map.test.ts', 'Catch takes the failure of an iteration'],
  'States.HeartbeatTimeout': [
    'task.test.ts',
    'a missed heartbeat is a time-out that is also caught as States.HeartbeatTimeout',
  ],
  'States.Timeout': ['task.test.ts', 'TimeoutSeconds ends it with States.Timeout and no cause'],
  'States.TaskFailed': ['task.test.ts', 'States.TaskFailed matches all but time-outs'],
  'States.Runtime': ['states.test.ts', 'without a match and a Default it fails as on AWS'],
  'States.DataLimitExceeded': [
    'states.test.ts',
    'a payload of more than 256 KiB is States.DataLimitExceeded',
  ],
  'States.QueryEvaluationError': ['jsonata.test.ts', 'an undefined result is an error that names the field'],
  'States.ExceedToleratedFailureThreshold': [
    'distributed-map.test.ts',
    'without a tolerance the first one fails the run, and those under way are aborted',
  ],
  'States.ItemReaderFailed': [
    'item-reader.test.ts',
    'an object that is absent is States.ItemReaderFailed, with what S3 says',
  ],
  'States.ResultWriterFailed': ['result-writer.test.ts', '%j fails the run with States.ResultWriterFailed'],
};

/** Names that this sandbox never raises, and why. */
export const NEVER_RAISED: Readonly<Record<string, string>> = {
  'States.Permissions': 'there are no permissions in the sandbox; every role may do all',
  'States.NoChoiceMatched': 'AWS raises States.Runtime, as measured, where the specification has this name',
  'States.BranchFailed': 'AWS gives the error of the branch itself, as recorded',
  'States.ResultPathMatchFailure': 'JSONPath only',
  'States.ParameterPathFailure': 'JSONPath only',
  'States.IntrinsicFailure': 'JSONPath only',
  'States.Http.Socket': 'there is no HTTP task',
};
