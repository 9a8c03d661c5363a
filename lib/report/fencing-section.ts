import { durationWords } from '../domain/judge/duration-words.ts';
import { missingProof, provenBy } from '../domain/fence/proof.ts';
import type { RunFacts } from '../domain/judge/run-facts.ts';
import type { FenceAttempt, FencedDatabase } from '../domain/record/fence-outcomes.ts';
import { cell, section } from './section.ts';
import type { Section } from './report-model.ts';

const LABELS: Readonly<Record<FenceAttempt['rung'], string>> = {
  receipt: "injector's receipt",
  'stop-application-writers': 'writers of the application off',
  'revoke-login-and-end-sessions': 'login revoked, sessions ended',
  'close-network': 'network closed',
  'stop-instance': 'instance stopped',
  probe: 'probe: a new login',
  'open-session': 'probe: a session from before',
};

/** What was tried to keep the old primary from writing, how long each rung took, and what proved it. */
export function fencingSection(facts: RunFacts): Section {
  const fenced = facts.outcome('FenceOldPrimary');
  if (!fenced)
    return section('fencing', 'Fencing', { notes: ['It is not known whether anything was fenced.'] });
  const { databases, waitedSeconds } = fenced;
  const later = facts.outcome('DeferFence')?.databases ?? [];
  return section('fencing', 'Fencing', {
    notes: [
      `Rungs start together; ${durationWords(waitedSeconds)} of the recovery time went by until they had ended, or until one was proven.`,
    ],
    table: {
      columns: [
        { label: 'Database' },
        { label: 'Tried' },
        { label: 'Result' },
        { label: 'After', kind: 'number' },
        { label: 'Seen' },
      ],
      rows: databases.flatMap(({ id, attempts }) =>
        attempts.map(({ rung, result, seconds, detail }) => [
          cell(id),
          cell(LABELS[rung]),
          cell(result),
          cell(durationWords(seconds)),
          cell(detail),
        ]),
      ),
    },
    list: databases.map((database) => conclusionOf(database, later.includes(database.id))),
  });
}

function conclusionOf({ id, proof, attempts }: FencedDatabase, isDeferred: boolean): string {
  if (proof === 'receipt') return `${id}: proven by the injector's receipt, in a drill alone.`;
  const rung = provenBy(attempts);
  if (rung !== null) return `${id}: proven by "${LABELS[rung]}" and the probes after it.`;
  const then = isDeferred ? ' It is fenced when its region answers again: `npx muster fences`.' : '';
  return `${id}: not proven: ${missingProof(attempts)}.${then}`;
}
