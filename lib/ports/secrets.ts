export interface Login {
  readonly user: string;
  readonly password: string;
}

/** Database logins by the name of their secret. */
export interface Secrets {
  /** @throws ObjectMissing when there is no such secret, RegionUnreachable. */
  login(name: string): Promise<Login>;
}
