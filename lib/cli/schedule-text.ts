import type { DateTime } from 'luxon';
import { DRILL_KINDS } from '../domain/plan/drill-findings.ts';
import type { ClosedWindow } from '../domain/schedule/closed-windows.ts';
import type { ScheduledDrill } from '../domain/schedule/drill-schedule.ts';
import { aligned } from './aligned.ts';
import type { PlannedSchedule } from './schedule.ts';

/** What comes more often than this a day is told in one line. */
const OFTEN = 0.5;

/** A schedule for a terminal. Folded: what runs often, and as it should, is one line a kind; so is what closes often. */
export function scheduleText(
  { plan, span, schedule: { drills, closed } }: PlannedSchedule,
  { folded }: { readonly folded: boolean },
): string {
  const most = folded ? OFTEN * span.to.diff(span.from, 'days').days : Number.POSITIVE_INFINITY;
  const often = DRILL_KINDS.filter((kind) => drills.filter((drill) => drill.kind === kind).length > most);
  const isPlain = ({ kind, fate, collidesWith }: ScheduledDrill) =>
    often.includes(kind) && fate === 'runs' && collidesWith.length === 0;
  const inside = plan.calendar.insideBlackout === 'move' ? 'moved' : 'refused';
  const blocks = [
    [`${plan.name}: what runs from ${moment(span.from)} to ${moment(span.to)}, ${plan.timeZone}`],
    drills.length === 0
      ? ['Nothing is due: a drill runs by itself when the plan has drills.KIND.schedule.']
      : [],
    table(drills.filter((drill) => !isPlain(drill)).map(rowOf)),
    table(
      often.map((kind) =>
        oftenRow(
          kind,
          drills.filter((drill) => drill.kind === kind && isPlain(drill)),
        ),
      ),
    ),
    closed.length === 0
      ? []
      : [
          `Closed to drills (one that would run into it is ${inside}; backups and checks run all the same)`,
          ...table(closedRows(closed, most)),
        ],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : [aligned(rows, '  ')];
}

function rowOf({ kind, due, fate, span, closed, collidesWith }: ScheduledDrill): readonly string[] {
  const names = closed.map(({ name }) => name).join(', ');
  const collision = collidesWith.length > 0 ? `; collides with ${collidesWith.join(', ')}` : '';
  const words = {
    runs: 'runs',
    moved: `moved from ${moment(due.at)}: ${names}`,
    refused: `refused: ${names}`,
    skipped: `skipped: clocks are put forward over ${due.local.slice(11, 16)}`,
  }[fate];
  return [moment(span?.from ?? due.at), kind, `${words}${collision}`];
}

function oftenRow(kind: string, plain: readonly ScheduledDrill[]): readonly string[] {
  return [kind, `runs ${times(plain.map(({ due }) => due.at))}`];
}

function closedRows(closed: readonly ClosedWindow[], most: number): readonly (readonly string[])[] {
  const byName = Map.groupBy(closed, ({ name }) => name);
  return [...byName].flatMap(([name, windows]) =>
    windows.length > most
      ? [[name, times(windows.map(({ from }) => from))]]
      : windows.map(({ from, to }) => [name, `${moment(from)} to ${moment(to)}`]),
  );
}

function times(moments: readonly DateTime[]): string {
  const [first] = moments;
  const last = moments.at(-1);
  return `${moments.length} times${first && last ? `, first ${moment(first)}, last ${moment(last)}` : ''}; --all lists them`;
}

function moment(time: DateTime): string {
  return time.toFormat('ccc yyyy-MM-dd HH:mm', { locale: 'en' });
}
