import { InvalidArgumentError, Option } from 'commander';

/** Without the option a standing sandbox keeps its timing, and a new one has none. */
export function timingOption(): Option {
  const words =
    'none: as fast as this machine is; aws: promotion, backups, health checks and DNS take minutes';
  return new Option('--timing <how>', words).choices(['none', 'aws']);
}

export function seedOption(): Option {
  return new Option(
    '--seed <number>',
    'with --timing aws: draws the durations again that a report names',
  ).argParser(wholeNumber);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('expected a whole number, such as 42.');
  return Number(text);
}
