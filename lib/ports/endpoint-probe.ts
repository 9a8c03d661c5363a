export interface EndpointAnswer {
  readonly answered: boolean;
  readonly seen: string;
}

/** Whether a database server answers at an address at all, without a login. */
export interface EndpointProbe {
  ask(address: { readonly host: string; readonly port: number }, limitMs: number): Promise<EndpointAnswer>;
}
