/** Tag of what a run has made in an account: the run's name. */
export const RUN_TAG = 'muster:run';

/** Tag of an experiment template, and of an experiment by hand: the fault that it stands for. */
export const FAULT_TAG = 'muster:fault';
