/** A rule of the specification or of AWS's guide, and the test of this folder's parent that holds it. */
export type Rule = readonly [rule: string, file: string, title: string];

const DEFINITION = 'definition.test.ts';
const STATES = 'states.test.ts';
const TASK = 'task.test.ts';
const PARALLEL = 'parallel.test.ts';
const MAP = 'map.test.ts';
const RULES_TEST = 'specification.test.ts';
const DISTRIBUTED = 'distributed-map.test.ts';
const READER = 'item-reader.test.ts';

/** By section of https://states-language.net/spec.html; then what AWS's guide adds. */
export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  '#toplevelfields': [
    ['States and StartAt are required', DEFINITION, 'missing States'],
    ['StartAt names a state', DEFINITION, 'a start that is absent, from which nothing is reached'],
    ['Comment and Version are allowed', DEFINITION, 'with comments and version'],
    [
      'TimeoutSeconds ends the execution',
      STATES,
      'TimeoutSeconds of the machine cuts a Wait and runs no Catch',
    ],
    ['QueryLanguage is JSONPath or JSONata', DEFINITION, 'a query language that there is not'],
    ['a state of a JSONata machine is no JSONPath state', DEFINITION, 'a JSONPath state'],
    [
      'a JSONPath machine may have JSONata states',
      DEFINITION,
      'a machine of JSONPath is accepted when each of its states is of JSONata',
    ],
  ],
  '#states': [
    ['names are unique in the whole machine', DEFINITION, 'the name of another state'],
    ['a name has at most 80 characters', DEFINITION, 'a name of 81 characters'],
    ['a field that a type does not have is refused', DEFINITION, 'a field that a state does not have'],
  ],
  '#transition': [
    ['Next names a state of the same sequence', DEFINITION, 'a target outside the branch'],
    ['a target exists', DEFINITION, 'a target that is absent'],
    ['a Default is a target as well', DEFINITION, 'a Default that is absent, under the name of Next'],
    ['each state has a Next or an End', DEFINITION, 'neither Next nor End'],
    ['each state is reached', DEFINITION, 'a state that nothing reaches'],
    ['a machine has an end', DEFINITION, 'a loop without an end, whatever is not reached'],
    [
      'a sequence ends with the output of its last state',
      RULES_TEST,
      'the output of the last state is that of the execution',
    ],
  ],
  '#timestamps': [
    [
      'RFC 3339 with an upper-case T and Z',
      STATES,
      'on a timestamp that is none is reported in the words of AWS',
    ],
    [
      'a timestamp that has passed is not waited for',
      STATES,
      'Timestamp waits until a moment, and not for one that has passed',
    ],
  ],
  '#context-object': [
    ['names execution, state and machine', STATES, 'the context object names execution, state and machine'],
    ['counts retries', TASK, 'RetryCount is in the context'],
    ['has the token of a task', TASK, 'ends with what the token was answered with'],
    [
      'has the item of a Map',
      MAP,
      'the item stands in the context of the iteration, that of the innermost Map',
    ],
  ],
  '#query-language': [
    [
      'a string is an expression between its marks only',
      'jsonata.test.ts',
      'a string is an expression only between {% and %}',
    ],
    ['an expression parses', DEFINITION, 'an expression that does not parse'],
    ['there is no context item', DEFINITION, 'a name at the top level'],
    ['$$ is not there', DEFINITION, 'the top-level context'],
    [
      'an undefined result is an error',
      'jsonata.test.ts',
      'an undefined result is an error that names the field',
    ],
    ['$eval is not there', 'jsonata.test.ts', '$eval does not exist'],
    ['results are JSON', 'jsonata.test.ts', 'results are plain JSON: no hidden keys of the library'],
    [
      'a failed expression has an event and a place',
      TASK,
      'catches an expression that failed, and the history says where',
    ],
  ],
  '#assigning-variables': [
    [
      'all is evaluated against the values before',
      STATES,
      'Assign and Output see the variables as they were before',
    ],
    [
      'a branch reads the variables around it',
      PARALLEL,
      'branches read the variables around them, and theirs are gone with them',
    ],
    ['a branch assigns no name from around it', DEFINITION, 'a variable of the states around it'],
    ['two branches may have the same name', DEFINITION, 'the same variable in two branches'],
    ['$states is reserved', DEFINITION, 'a reserved variable'],
    ['one Assign sets 256 KiB', STATES, 'all that one Assign sets may have 256 KiB together'],
    ['all variables have 10 MiB', 'stored-variables.test.ts', 'all variables together may have 10 MiB'],
    [
      'a child of a distributed Map sees none',
      DISTRIBUTED,
      'a variable of the states around it is not seen in a child',
    ],
  ],
  '#errors': [
    ['an error has a name and a cause', TASK, 'an error keeps its name and cause'],
    ['States.ALL stands alone and last', DEFINITION, 'States.ALL beside another name'],
    [
      'States.ALL takes no States.DataLimitExceeded',
      TASK,
      'States.ALL does not take States.DataLimitExceeded',
    ],
    ['States.TaskFailed takes all but time-outs', TASK, 'States.TaskFailed matches all but time-outs'],
    [
      'an error that nothing takes ends the execution',
      RULES_TEST,
      'an error that no handler names ends the execution',
    ],
  ],
  '#retrying-after-error': [
    [
      'IntervalSeconds, BackoffRate and MaxAttempts',
      TASK,
      'waits IntervalSeconds × BackoffRate^n, MaxAttempts times',
    ],
    ['their defaults are 1, 2.0 and 3', TASK, 'has the defaults of the language: 1 s, 3 attempts, rate 2'],
    [
      'MaxDelaySeconds and JitterStrategy',
      TASK,
      'MaxDelaySeconds caps the delay, FULL jitter draws below it',
    ],
    ['MaxAttempts 0 is never', TASK, 'MaxAttempts 0 is never'],
    ['each retrier counts for itself', TASK, 'each retrier counts for itself'],
    ['the first retrier that matches is used', RULES_TEST, 'of two retriers that match the first is used'],
    [
      'a state that is entered again counts anew',
      RULES_TEST,
      'a state that is entered again retries as often again',
    ],
    [
      'Parallel is retried as a whole',
      PARALLEL,
      'Retry runs all branches again, and only a failure that nothing retries has an event',
    ],
    [
      'Map is retried as a whole',
      MAP,
      'Retry runs all items again; the new start hangs on the state that failed',
    ],
  ],
  '#fallback-states': [
    ['Error Output has Error and Cause', TASK, 'gives Error and Cause on'],
    [
      'a catcher has Assign and Output',
      TASK,
      'has its own Assign and Output, which see $states.errorOutput and the input',
    ],
    ['retriers come before catchers', RULES_TEST, 'a catcher takes what its retriers could not cure'],
    ['the first catcher that matches is used', RULES_TEST, 'of two catchers that match the first is used'],
    [
      'a failure in a branch is the Parallel’s',
      PARALLEL,
      'Catch takes the failure of a branch, with Error, Cause, Assign and Output',
    ],
  ],
  '#pass-state': [['gives its input on', STATES, 'Pass gives its input on without Output']],
  '#task-state': [
    ['calls its resource and gives its result', TASK, 'calls the function and gives its result'],
    ['an unknown resource is refused', DEFINITION, 'another resource'],
    ['TimeoutSeconds', TASK, 'TimeoutSeconds ends it with States.Timeout and no cause'],
    ['HeartbeatSeconds is below TimeoutSeconds', DEFINITION, 'a heartbeat that is not below the time-out'],
    [
      'a heartbeat that is missed',
      TASK,
      'a missed heartbeat is a time-out that is also caught as States.HeartbeatTimeout',
    ],
    ['heartbeats move the deadline', TASK, 'heartbeats move the deadline, up to TimeoutSeconds'],
  ],
  '#choice-state': [
    [
      'rules are tried in their order',
      STATES,
      'n = %i takes the first rule that holds, with its own Assign and Output',
    ],
    ['a condition is a boolean', STATES, 'a condition must be boolean'],
    ['without a match and a Default it fails', STATES, 'without a match and a Default it fails as on AWS'],
  ],
  '#wait-state': [
    ['Seconds', STATES, 'Seconds may be an expression'],
    ['exactly one of Seconds and Timestamp', 'second-opinion.test.ts', 'a Wait of two kinds'],
  ],
  '#succeed-state': [
    ['ends the machine', STATES, 'the history has the events of AWS, each hanging on the one before'],
    ['ends its branch only', RULES_TEST, 'a Succeed state in a branch ends that branch only'],
    ['assigns nothing', 'second-opinion.test.ts', 'Assign at a Succeed'],
  ],
  '#fail-state': [
    ['has Error and Cause', STATES, 'Fail ends the execution with its Error and Cause, evaluated'],
    ['fails the Parallel around it', PARALLEL, 'a Fail state of a branch is the failure of the state'],
  ],
  '#parallel-state': [
    [
      'each branch has a copy of the input',
      PARALLEL,
      'gives every branch its input, and gives the results in the order of the branches',
    ],
    [
      'Arguments are the input of all',
      PARALLEL,
      'Arguments are the input of the branches; Output and Assign see the result',
    ],
    [
      'a failure ends all branches',
      PARALLEL,
      'the first failure fails the state, and aborts the other branches',
    ],
    ['branches nest', PARALLEL, 'states nest'],
  ],
  '#map-state': [
    [
      'results are in the order of the items',
      MAP,
      'runs its states for every item of its input, and gives the results in the order of the items',
    ],
    ['Items is an array or an expression for one', MAP, 'Items may be %s'],
    ['without Items the input is the array', MAP, 'an input that is no array: likewise, and no location'],
    [
      'ItemSelector makes the input of an iteration',
      MAP,
      'ItemSelector makes the input of each iteration, and sees the item and the state',
    ],
    ['MaxConcurrency', MAP, 'MaxConcurrency %s lets six items of a second take %i s'],
    ['at most 40 iterations at once', MAP, 'no more than 40 iterations run at once'],
    [
      'a failure ends all iterations',
      MAP,
      'the first iteration to fail ends all others, with the events of AWS',
    ],
    ['fields of the distributed mode are refused inline', DEFINITION, 'what only a distributed Map has'],
  ],
  'AWS, state-map-distributed': [
    [
      'a child is an execution of its own',
      DISTRIBUTED,
      'a child is an execution of its own: name, input, history and context',
    ],
    ['MaxConcurrency', DISTRIBUTED, 'MaxConcurrency %s lets six items of a second take %i s'],
    [
      'a Label is in the ARNs, or one is made',
      DISTRIBUTED,
      'without a Label the state has one of its own, the same for each run',
    ],
    ['a Label stands once', 'distributed-definition.test.ts', 'a Label stands once in a definition'],
    ['Express children are refused', DEFINITION, 'a Map whose children are Express workflows'],
    ['the parent’s end is that of the children', 'map-run.test.ts', 'takes its children with it when it %s'],
  ],
  'AWS, maprun-fail-threshold': [
    [
      'none is tolerated by default',
      DISTRIBUTED,
      'without a tolerance the first one fails the run, and those under way are aborted',
    ],
    ['count or percentage, whichever is exceeded', DISTRIBUTED, 'two of four fail: with %j it has %s'],
    ['of items, not of children', DISTRIBUTED, 'a failed batch counts with all its items'],
    ['both can be changed while it runs', 'map-run.test.ts', 'lets more children fail'],
  ],
  'AWS, input-output-itembatcher': [
    ['MaxItemsPerBatch and BatchInput', DISTRIBUTED, 'puts items together, beside what all batches get'],
    ['MaxInputBytesPerBatch', DISTRIBUTED, 'makes no batch larger than MaxInputBytesPerBatch, to the byte'],
  ],
  'AWS, input-output-itemreader': [
    ['JSON', READER, 'JSON: an array, whose length is not known when the state starts, as recorded on AWS'],
    ['JSONL', READER, 'JSONL: a value a line'],
    ['CSV', READER, '%j of %j'],
    ['listObjectsV2', READER, 'ItemReader of a listing: each object is an item'],
    ['MaxItems', READER, '%s of three'],
    [
      'other kinds of input are refused',
      'distributed-definition.test.ts',
      'a Map in distributed mode may not have %j',
    ],
  ],
  'AWS, input-output-resultwriter': [
    [
      'export and manifest',
      'result-writer.test.ts',
      'writes a manifest and a file for each kind of end, and gives their place: as recorded on AWS',
    ],
    ['Transformation', 'result-writer.test.ts', 'WriterConfig alone transforms the result of the state: %s'],
    ['OutputType', 'result-writer.test.ts', 'JSONL writes a line an entry'],
  ],
  'AWS, redrive-executions': [
    [
      'goes on from the state that failed',
      'redrive.test.ts',
      'goes on from the state that failed, with what came before',
    ],
    ['retries count anew', 'redrive.test.ts', 'counts its retries anew'],
    [
      'branches that returned are kept',
      'redrive.test.ts',
      'runs only the branches again that failed or were aborted',
    ],
    [
      'all run again after States.DataLimitExceeded',
      'redrive.test.ts',
      'runs all branches again after States.DataLimitExceeded',
    ],
    ['the machine’s time begins anew', 'redrive.test.ts', 'has the whole time of its machine again'],
    [
      'children that failed go on',
      'map-run.test.ts',
      'redrives the children that failed or were not started, and no other',
    ],
    ['not by themselves', 'map-run.test.ts', 'are redriven by their parent only'],
    [
      'a run that read nothing begins anew',
      'map-run.test.ts',
      'reads the items for the first time when they could not be read',
    ],
  ],
  'AWS, service-quotas': [
    ['25,000 events', STATES, 'the 25,000th event ends the execution'],
    ['256 KiB a payload', STATES, 'a payload of more than 256 KiB is States.DataLimitExceeded'],
  ],
};
