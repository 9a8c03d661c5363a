import { scaleLog, scaleUtc } from 'd3-scale';
import { durationWords } from '../../domain/judge/duration-words.ts';
import type { SeriesChart } from '../figure.ts';
import type { Html } from '../html-element.ts';
import { box, drawing, label, line, WIDTH } from './frame.ts';

const LEFT = 190;
const RIGHT = WIDTH - 30;
const TOP = 16;
const PLOT = 150;
const LANE = 26;
const LEAST_SECONDS = 0.001;
const TICKS = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 86_400];
/** Dates on the axis: fewer than fit, since their words are of several lengths. */
const DATES = 5;
const MARK = 6;
/** A span that was measured to be next to nothing still shows. */
const THINNEST = 3;

type Check = SeriesChart['checks'][number];

/**
 * Each check as the interval that holds its loss, over time, with what was promised as a line. Logarithmic: milliseconds
 * and an hour are both to be seen. What proved nothing, or did not run, has a lane below.
 */
export function drawSeries(chart: SeriesChart): Html {
  const { checks, missedAt } = chart;
  const { x, y, dates } = scalesOf(chart);
  const bottom = TOP + PLOT;
  const without = [
    ...checks.filter(({ highSeconds }) => highSeconds === null).map(({ at }) => at),
    ...missedAt,
  ];
  const end = bottom + (without.length > 0 ? LANE : 0);
  return drawing(end + 22, wordsOf(chart), [
    ...y.ticks.flatMap((tick) => [
      line({ from: [LEFT, y.at(tick)], to: [RIGHT, y.at(tick)] }, 'grid'),
      label({ x: LEFT - 10, y: y.at(tick) + 4, anchor: 'end', class: 'soft' }, durationWords(tick)),
    ]),
    ...dates.map(([at, words]) => label({ x: x(at), y: end + 16, anchor: 'middle', class: 'soft' }, words)),
    ...targets(checks, x, y.at),
    ...checks.flatMap((check) => intervalOf(check, x, y.at)),
    ...(without.length > 0
      ? [
          label({ x: LEFT - 10, y: bottom + 18, anchor: 'end' }, 'no result'),
          ...without.map((at) =>
            box({ x: x(at) - MARK / 2, y: bottom + 8, width: MARK, height: 12 }, 'fill-inconclusive'),
          ),
        ]
      : []),
  ]);
}

type Place = (value: number) => number;

function scalesOf({ checks, missedAt }: SeriesChart) {
  const times = [...checks.map(({ at }) => at), ...missedAt];
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const most = Math.max(
    1,
    ...checks.flatMap(({ highSeconds, targetSeconds }) => [highSeconds ?? 0, targetSeconds]),
  );
  const time = scaleUtc()
    .domain([from / 1000, to / 1000])
    .range([LEFT + MARK, RIGHT - MARK]);
  const loss = scaleLog()
    .domain([LEAST_SECONDS, most * 2])
    .range([TOP + PLOT, TOP])
    .clamp(true);
  const words = time.tickFormat(DATES, dateForm(to - from));
  return {
    x: (at: number) => time(at / 1000),
    y: {
      at: (seconds: number) => loss(Math.max(LEAST_SECONDS, seconds)),
      ticks: TICKS.filter((tick) => tick <= most * 2),
    },
    dates: time.ticks(DATES).map((date) => [date.getTime() * 1000, words(date)] as const),
  };
}

/** As fine as the span needs. */
function dateForm(micros: number): string {
  const days = micros / 86_400e6;
  if (days > DATES) return '%Y-%m-%d';
  return days * 1_440 > DATES ? '%m-%d %H:%M' : '%H:%M:%S';
}

/** The objective of a check holds until the next; where all are the same that is one line. */
function targets(checks: readonly Check[], x: Place, y: Place): readonly Html[] {
  const changes = checks.filter(
    ({ targetSeconds }, index) => checks[index - 1]?.targetSeconds !== targetSeconds,
  );
  const lines = changes.map(({ at, targetSeconds }, index) => {
    const next = changes[index + 1];
    const from = index === 0 ? LEFT : x(at);
    return line(
      { from: [from, y(targetSeconds)], to: [next ? x(next.at) : RIGHT, y(targetSeconds)] },
      'target',
    );
  });
  const [last] = changes.slice(-1);
  if (!last) return lines;
  const words = `promised ${durationWords(last.targetSeconds)}`;
  return [...lines, label({ x: RIGHT, y: y(last.targetSeconds) - 6, anchor: 'end' }, words)];
}

function intervalOf({ at, lowSeconds, highSeconds, verdict }: Check, x: Place, y: Place): readonly Html[] {
  if (lowSeconds === null || highSeconds === null) return [];
  const top = y(highSeconds);
  const height = Math.max(THINNEST, y(lowSeconds) - top);
  const words = `${durationWords(lowSeconds)} to ${durationWords(highSeconds)}`;
  return [box({ x: x(at) - MARK / 2, y: top, width: MARK, height }, `fill-${verdict}`, words)];
}

function wordsOf({ checks, missedAt }: SeriesChart): string {
  const met = checks.filter(({ verdict }) => verdict === 'met').length;
  const missed = checks.filter(({ verdict }) => verdict === 'missed').length;
  const rest = checks.length - met - missed;
  const worst = Math.max(0, ...checks.map(({ highSeconds }) => highSeconds ?? 0));
  const most = worst > 0 ? `; at most ${durationWords(worst)}` : '';
  const absent = missedAt.length > 0 ? `, gaps in which none ran: ${missedAt.length}` : '';
  return `Loss check by check, on a logarithmic scale: ${met} met, ${missed} missed, ${rest} inconclusive${absent}${most}`;
}
