import type { Judgement } from '../domain/run/judgement.ts';
import { element, flatten, type Html, raw } from './html-element.ts';
import { plainText } from './plain-text.ts';
import type { ReportModel, VerdictLine } from './report-model.ts';

/**
 * A report for a pipeline: one test case a part of the verdict. A part that was missed has failed, one that is
 * inconclusive is an error: neither lets a pipeline go on. What was measured stands among the properties.
 */
export function renderJunit(model: ReportModel, judgement: Judgement): string {
  const { verdicts, banner, title } = model;
  const count = (wanted: VerdictLine['verdict']) =>
    verdicts.filter(({ verdict }) => verdict === wanted).length;
  const counts = { tests: verdicts.length, failures: count('missed'), errors: count('inconclusive') };
  const name = `${banner.word}: ${title}`;
  const suite = element('testsuite', { name, ...counts, skipped: 0 }, [
    '\n',
    element('properties', {}, propertiesOf(judgement)),
    '\n',
    ...verdicts.map((line) => [caseOf(line, judgement), '\n']),
  ]);
  const suites = element('testsuites', { name, ...counts }, ['\n', suite, '\n']);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${flatten(suites)}\n`;
}

function caseOf({ name, verdict, reason }: VerdictLine, { kind, plan }: Judgement): Html {
  const attributes = { classname: `muster.${kind}.${plan}`, name };
  if (verdict === 'met') return element('testcase', attributes, '');
  const said = { message: plainText(reason), type: verdict };
  return element('testcase', attributes, element(verdict === 'missed' ? 'failure' : 'error', said, ''));
}

function propertiesOf({ run, scope, target, verdicts, rto, rpo }: Judgement): readonly Html[] {
  const measured = Object.entries({ rto, rpo }).flatMap(([name, measure]) =>
    measure
      ? [
          [`${name}.lowSeconds`, measure.lowSeconds],
          [`${name}.highSeconds`, measure.highSeconds],
          [`${name}.targetSeconds`, measure.targetSeconds],
        ]
      : [],
  );
  const all = [
    ['run', run],
    ['scope', scope],
    ['target', target],
    ['overall', verdicts.overall],
    ...measured,
  ];
  return [raw('\n'), ...all.map(([name = '', value = '']) => [property(name, value), raw('\n')])].flat();
}

function property(name: string | number, value: string | number): Html {
  return element('property', { name, value }, '');
}
