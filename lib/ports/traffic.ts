export interface TrafficSwitch {
  readonly key: string;
  readonly activeSite: string;
  readonly run: string;
  readonly generation: number;
}

/** Sends new connections to a site. Data plane only: it must work when every other region is gone. */
export interface Traffic {
  /** Idempotent; answers the entity tag of the switch. @throws GenerationSuperseded when a later run has thrown it. */
  activate(request: TrafficSwitch): Promise<string>;
  /** The site that is active by the switch; null when it was never thrown. */
  activeSite(key: string): Promise<string | null>;
}
