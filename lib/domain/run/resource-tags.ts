/** Tag of what a run has made in an account: the run's name. */
export const RUN_TAG = 'muster:run';

/** Tag of an experiment template, and of an experiment by hand: the fault that it stands for. */
export const FAULT_TAG = 'muster:fault';

/** Tag of an experiment template that a command made for the moment: it is used by then, or of no use to anybody. */
export const START_BY_TAG = 'muster:start-by';

/** Tag of an instance that a drill restores: after that nobody misses it. */
export const EXPIRES_TAG = 'muster:expires';

/** How long a command takes at most from making a template to starting what needs it. */
export const START_WITHIN_SECONDS = 30;
