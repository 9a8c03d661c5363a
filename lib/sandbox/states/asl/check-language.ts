import { type Diagnostic, schemaProblem } from './diagnostic.ts';
import { isRecord } from './is-record.ts';

const JSONPATH_FIELDS = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ResultSelector',
  'Parameters',
  'Result',
  'ItemsPath',
  'MaxConcurrencyPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
];

interface Placed {
  readonly state: Record<string, unknown>;
  readonly location: string;
}

/** Every state must be one of JSONata, by the machine's QueryLanguage or by its own; at any depth. */
export function checkLanguage(json: unknown): Diagnostic[] {
  if (!isRecord(json)) return [schemaProblem('Expected value of type [OBJECT]', '/')];
  const states = statesOf(json, '');
  const whole = json.QueryLanguage === 'JSONata';
  const some = states.some(({ state }) => state.QueryLanguage === 'JSONata');
  if (!whole && !some) return [notServed('/QueryLanguage')];
  return states.flatMap((placed) => [...checkState(placed, whole), ...checkFields(placed)]);
}

function checkState({ state, location }: Placed, whole: boolean): Diagnostic[] {
  if (state.QueryLanguage === 'JSONata') return [];
  if (!whole) return [notServed(location)];
  if (state.QueryLanguage !== 'JSONPath') return [];
  const message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
  return [schemaProblem(message, location)];
}

function checkFields({ state, location }: Placed): Diagnostic[] {
  return JSONPATH_FIELDS.filter((field) => Object.hasOwn(state, field)).map((field) =>
    schemaProblem(
      `The QueryLanguage is set to 'JSONata', but field '${field}' is only supported for the 'JSONPath' QueryLanguage`,
      location,
    ),
  );
}

function notServed(location: string): Diagnostic {
  return schemaProblem("This sandbox serves the QueryLanguage 'JSONata' only", location);
}

/** States before anything is known of their form, with those of their branches. */
function statesOf(sequence: unknown, location: string): readonly Placed[] {
  if (!isRecord(sequence) || !isRecord(sequence.States)) return [];
  return Object.entries(sequence.States).flatMap(([name, state]) => {
    if (!isRecord(state)) return [];
    const place = `${location}/States/${name}`;
    const branches = Array.isArray(state.Branches) ? state.Branches : [];
    return [
      { state, location: place },
      ...branches.flatMap((branch, index) => statesOf(branch, `${place}/Branches[${index}]`)),
      ...statesOf(state.ItemProcessor, `${place}/ItemProcessor`),
    ];
  });
}
