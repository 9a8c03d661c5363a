/** Files that decide, and the tests that a mutant of them is held against. */
export interface MutationGroup {
  /** What goes wrong when one of these files does: a sentence for people. */
  readonly guards: string;
  readonly mutate: readonly string[];
  /** Globs, in the order in which they run. Unit tests alone: a mutant costs what its tests cost. */
  readonly tests: readonly string[];
}

/** No mutator is off, and no file is left out that decides. */
export const MUTATION_GROUPS: Readonly<Record<string, MutationGroup>> = {
  locks: {
    guards: 'that one run at a time changes a system, and that a run which was superseded is told so',
    mutate: [
      // Compare-and-swap, generations, the abort flag, and when a held lock may be taken from its owner.
      'lib/aws/object-locks.ts',
      'lib/aws/lock-object.ts',
      'lib/aws/take-over.ts',
      'lib/aws/clean-up-on-record.ts',
      // What an older generation may not write any more.
      'lib/aws/guarded-object.ts',
      // The order of the locks, and the wait for calls that are still in flight.
      'lib/steps/acquire-lock.ts',
      'lib/steps/release-lock.ts',
      'lib/steps/step/until-quiet.ts',
      'lib/domain/record/calls-in-flight.ts',
      'lib/domain/record/left-behind.ts',
    ],
    tests: [
      'test/unit/aws/object-locks.test.ts',
      'test/unit/aws/guarded-object.test.ts',
      'test/unit/steps/acquire-lock.test.ts',
      'test/unit/steps/release-lock.test.ts',
      'test/unit/domain/record/*.test.ts',
    ],
  },
  fencing: {
    guards: 'that nothing is promoted while the old primary can still write, or without saying so',
    mutate: [
      // What counts as a proof.
      'lib/domain/fence/*.ts',
      'lib/domain/run/receipt-proof.ts',
      // The ladder, its rungs, and the way down.
      'lib/steps/step/climb-ladder.ts',
      'lib/steps/step/try-rung.ts',
      'lib/steps/step/fence-rungs.ts',
      'lib/steps/step/rung-work.ts',
      'lib/steps/step/stop-writers.ts',
      'lib/steps/step/revoke-login.ts',
      'lib/steps/step/close-network.ts',
      'lib/steps/step/stop-instance.ts',
      'lib/steps/step/fence-proof.ts',
      'lib/steps/step/lift-fence.ts',
      'lib/steps/step/fence-returned.ts',
      'lib/steps/step/second-look.ts',
      'lib/steps/step/rungs-to-come.ts',
      'lib/steps/step/fence-in-force.ts',
      'lib/steps/step/shut-by.ts',
      'lib/steps/step/logins-withheld.ts',
      'lib/steps/fence-old-primary.ts',
      // The fence that waits for a lost region.
      'lib/steps/step/fence-on-return.ts',
      'lib/steps/step/locate-primary.ts',
      'lib/steps/step/fence-if-back.ts',
      'lib/steps/step/climb-returned.ts',
      'lib/steps/step/early-fence.ts',
      'lib/steps/step/deferred-word.ts',
      'lib/steps/defer-fence.ts',
      'lib/steps/apply-deferred-fence.ts',
    ],
    tests: [
      'test/unit/domain/fence/*.test.ts',
      'test/unit/domain/run/receipt-proof.test.ts',
      'test/unit/steps/step/*.test.ts',
      'test/unit/steps/fence-old-primary.test.ts',
      'test/unit/steps/defer-fence.test.ts',
      'test/unit/steps/apply-deferred-fence.test.ts',
      'test/unit/steps/clean-up.test.ts',
      'test/unit/steps/return-region.test.ts',
    ],
  },
  guards: {
    guards:
      'that a step acts only while it may, once, and with the consent that it needs; and which way is still open',
    mutate: [
      // Intent, generation and abort flag right before a change; a step that was done by hand, or came late.
      'lib/steps/step/make-step.ts',
      'lib/steps/step/step-event.ts',
      'lib/steps/step/owner-check.ts',
      'lib/steps/step/known-on-leg.ts',
      'lib/steps/step/on-its-way.ts',
      'lib/steps/step/dry-call.ts',
      'lib/steps/step/look-until.ts',
      'lib/domain/run/heeds-abort.ts',
      'lib/domain/run/leg.ts',
      'lib/domain/record/leg-state.ts',
      'lib/domain/record/pending-look.ts',
      // Whether there is a way back, and what still has to be watched.
      'lib/steps/step/way-back.ts',
      'lib/steps/step/was-promoted.ts',
      'lib/steps/step/watch-goes-on.ts',
      'lib/steps/step/where-databases-stand.ts',
      'lib/steps/step/instance-or-null.ts',
      'lib/steps/step/usable-replica.ts',
      'lib/domain/run/terminal-status.ts',
      'lib/domain/run/rebuild-action.ts',
      'lib/steps/promote-replica.ts',
      'lib/steps/return-region.ts',
      'lib/steps/settle-roles.ts',
      'lib/steps/step/drained-databases.ts',
      // Who has to agree, and what an answer is worth.
      'lib/domain/approval/*.ts',
      'lib/consent/*.ts',
      'lib/steps/step/people-step.ts',
      'lib/steps/request-approval.ts',
      'lib/steps/request-acceptance.ts',
      'lib/steps/request-decision.ts',
    ],
    tests: [
      'test/unit/domain/approval/*.test.ts',
      'test/unit/domain/run/*.test.ts',
      'test/unit/domain/record/*.test.ts',
      'test/unit/steps/step/*.test.ts',
      'test/unit/consent/*.test.ts',
      'test/unit/steps/request-*.test.ts',
      'test/unit/steps/promote-replica.test.ts',
      'test/unit/steps/return-region.test.ts',
      'test/unit/steps/discover-databases.test.ts',
      'test/unit/steps/settle-roles.test.ts',
      'test/unit/steps/stop-heartbeat.test.ts',
    ],
  },
  gates: {
    guards: 'that a run rests on what was looked at, and that what was not seen is not taken for good',
    mutate: [
      'lib/domain/preflight/*.ts',
      'lib/domain/run/pre-flight-checks.ts',
      'lib/steps/step/real-pre-flight.ts',
      'lib/steps/pre-flight.ts',
    ],
    tests: [
      'test/unit/domain/preflight/*.test.ts',
      'test/unit/domain/run/pre-flight-checks.test.ts',
      'test/unit/steps/pre-flight.test.ts',
    ],
  },
  judge: {
    guards: 'that no run of a failover is judged better than what its raw files show',
    mutate: ['lib/domain/judge/*.ts', 'lib/domain/ledger/*.ts'],
    tests: [
      'test/unit/domain/judge/golden.test.ts',
      'test/unit/domain/judge/[abcdefijmop]*.test.ts',
      'test/unit/domain/judge/s*.test.ts',
      'test/unit/domain/ledger/*.test.ts',
    ],
  },
  'judge-data': {
    guards: 'the same of a switchover, a backup, a restore, a comparison and an inventory of buckets',
    mutate: ['lib/domain/judge/*/*.ts'],
    tests: [
      'test/unit/domain/judge/golden.test.ts',
      'test/unit/domain/judge/*/*.test.ts',
      'test/unit/domain/judge/switchover.test.ts',
    ],
  },
};
