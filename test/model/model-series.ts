import { formatInstant, type Instant } from '../../lib/domain/instant.ts';
import type { Evidence } from '../../lib/domain/ledger/outage-finding.ts';
import type { HeartbeatInput, HeartbeatStatus } from '../../lib/domain/run/heartbeat-input.ts';
import { HeartbeatControl } from '../../lib/domain/run/heartbeat-input.ts';
import { runKeys } from '../../lib/domain/run/run-keys.ts';
import { DetectionAnswer } from '../../lib/heartbeat/detection-answer.ts';
import { SeriesStatus } from '../../lib/heartbeat/series-status.ts';
import type { Workflows } from '../../lib/ports/workflows.ts';
import { AWAY, type ModelWorld } from './model-world.ts';
import { outageEvidence } from './outage-evidence.ts';
import { ModelWriter } from './model-writer.ts';
import { isServed } from './serving.ts';
import { storeText } from './model-objects.ts';

const LINES_IN_AN_OBJECT = 1_000;
/** Good samples that pre-flight asks for. */
const BASELINE = 25;
/** TimeoutSeconds of drills/heartbeat. */
const LONGEST_MICROS = 86_400e6;

export interface SeriesStart {
  readonly arn: string;
  readonly name: string;
  readonly input: HeartbeatInput;
}

/**
 * An execution of drills/heartbeat as far as others see it: the samples that it stores, the status that it shows, and
 * the detection that it answers. One segment: what becomes of a segment that dies is tested where it runs for real.
 */
export class ModelSeries {
  readonly arn: string;
  readonly name: string;
  readonly input: HeartbeatInput;
  readonly #world: ModelWorld;
  readonly #status: SeriesStatus;
  readonly #writer: ModelWriter | null;
  readonly #answer: DetectionAnswer | null;
  #lines: string[] = [];
  #evidence: readonly Evidence[] = [];
  #detectedAt: Instant | null = null;
  #ending: 'SUCCEEDED' | 'ABORTED' | 'TIMED_OUT' | null = null;

  /** Without workflows it tells nobody of its detection. */
  constructor(world: ModelWorld, workflows: Workflows | null, { arn, name, input }: SeriesStart) {
    this.#world = world;
    this.arn = arn;
    this.name = name;
    this.input = input;
    this.#status = new SeriesStatus(input.detect);
    this.#answer = workflows && new DetectionAnswer({ clock: world.clock, workflows });
    const isWriter = input.role === 'ledger' || input.role === 'stale';
    this.#writer = isWriter ? new ModelWriter(world, input, (line, seen) => this.#take(line, seen)) : null;
    void this.#run();
  }

  get status(): string {
    return this.#ending ?? 'RUNNING';
  }

  /** As its status object shows it, but for a baseline that it has from the start: no pre-flight waits for one. */
  snapshot(): HeartbeatStatus {
    const identity = { role: this.input.role, source: this.input.source, segment: 0 };
    const status = this.#status.snapshot(identity, this.#world.clock.now());
    return { ...status, good: status.good + BASELINE, evidence: [...this.#evidence] };
  }

  /** Ends it at once; what it has not stored is gone. */
  abort(): void {
    this.#ending ??= 'ABORTED';
  }

  async #run(): Promise<void> {
    const { clock } = this.#world;
    const everyMs = this.input.heartbeat.intervalSeconds * 1000;
    const until = clock.now() + LONGEST_MICROS;
    while (this.#ending === null) {
      if (clock.now() > until) this.#ending = 'TIMED_OUT';
      this.#tick();
      const control = this.#control();
      if (control?.stop) return this.#end();
      if (control?.detection && this.input.role === 'ledger') await this.#tell(control.detection);
      await clock.sleep(everyMs);
    }
  }

  #tick(): void {
    if (this.#writer) this.#writer.tick();
    if (this.input.role === 'health') this.#checkServices(this.input.services.map(({ name }) => name));
    if (this.input.role === 'reader')
      this.#status.observe(this.input.source, { at: this.#world.clock.now(), good: true });
  }

  #take(line: object, { at, good }: { readonly at: Instant; readonly good: boolean }): void {
    if (this.#ending !== null) return;
    this.#lines.push(`${JSON.stringify(line)}\n`);
    this.#status.observe(this.input.source, { at, good });
    if (this.#status.detectedAt === this.#detectedAt) return;
    this.#detectedAt = this.#status.detectedAt;
    this.#evidence = this.#detectedAt === null ? [] : outageEvidence(this.#world);
  }

  #checkServices(names: readonly string[]): void {
    const at = this.#world.clock.now();
    const healthy = isServed(this.#world);
    const instant = formatInstant(at);
    for (const service of names) {
      const sample = {
        schemaVersion: 1,
        service,
        sent: instant,
        answered: instant,
        healthy,
        detail: healthy ? 'HTTP 200' : 'HTTP 503',
      };
      this.#lines.push(`${JSON.stringify(sample)}\n`);
      this.#status.observe(service, { at, good: healthy });
    }
  }

  #control(): HeartbeatControl | null {
    const stored = this.#world.buckets[AWAY]?.get(runKeys.control(this.input.run));
    return stored ? HeartbeatControl.parse(JSON.parse(stored.text)) : null;
  }

  async #tell(detection: HeartbeatControl['detection']): Promise<void> {
    if (this.#detectedAt === null) return;
    await this.#answer?.give(detection, { at: this.#detectedAt, evidence: this.#evidence });
  }

  /** Waits for the attempts under way, as a writer does, and stores everything. */
  async #end(): Promise<void> {
    await this.#writer?.settled();
    if (this.#ending !== null) return;
    const { run, role, source } = this.input;
    const folder = runKeys.series(run, role, source);
    let objects = 0;
    for (let from = 0; from < this.#lines.length; from += LINES_IN_AN_OBJECT) {
      storeText(this.#world, AWAY, {
        key: `${folder}0-${objects}.ndjson`,
        text: this.#lines.slice(from, from + LINES_IN_AN_OBJECT).join(''),
      });
      objects += 1;
    }
    storeText(this.#world, AWAY, { key: `${folder}0-end.json`, text: JSON.stringify({ objects }) });
    this.#ending = 'SUCCEEDED';
  }
}
