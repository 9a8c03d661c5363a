/** Members of HistoryEventType that no workflow of this sandbox can have, and why. */
export const NOT_EMITTED: Readonly<Record<string, string>> = {
  ActivityFailed: 'activities are refused with the definition',
  ActivityScheduleFailed: 'activities are refused with the definition',
  ActivityScheduled: 'activities are refused with the definition',
  ActivityStarted: 'activities are refused with the definition',
  ActivitySucceeded: 'activities are refused with the definition',
  ActivityTimedOut: 'activities are refused with the definition',
  LambdaFunctionFailed:
    'of a Resource that is a function; only lambda:invoke is served, whose events are of tasks',
  LambdaFunctionScheduleFailed: 'of a Resource that is a function',
  LambdaFunctionScheduled: 'of a Resource that is a function',
  LambdaFunctionStartFailed: 'of a Resource that is a function',
  LambdaFunctionStarted: 'of a Resource that is a function',
  LambdaFunctionSucceeded: 'of a Resource that is a function',
  LambdaFunctionTimedOut: 'of a Resource that is a function',
  TaskStartFailed: 'no history with one was found; a call that Lambda refuses is a TaskFailed, as recorded',
  TaskSubmitFailed: 'no history with one was found; a token’s task whose call fails is a TaskFailed here',
};
