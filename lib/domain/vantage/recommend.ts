import { type Advice, doNot, failOver, lookCloser } from '../brief/advice.ts';
import type { Sight, SitesFinding } from './sites-finding.ts';

interface Found {
  readonly finding: SitesFinding;
  readonly sight: Sight;
  /** Region that is, or is not, lost. */
  readonly primary: string;
}

/**
 * What follows from a finding. As long as any user is served nobody is advised to fail over: it would cut that user off,
 * and might make a second primary.
 */
export function recommend(found: Found): Advice {
  return ADVICE[found.finding](found);
}

const ADVICE: Readonly<Record<SitesFinding, (found: Found) => Advice>> = {
  'region-lost': regionLost,
  'link-lost': linkLost,
  'service-lost': serviceLost,
  'nothing-seen': ({ sight }) =>
    doNot(`users are served, as seen from ${list(sight.served)}, and nothing met silence`),
  unknown,
};

function regionLost({ primary, sight }: Found): Advice {
  return failOver(`nothing in ${primary} answers ${list(sight.dark)}, and no user is served from there`);
}

function linkLost({ primary, sight }: Found): Advice {
  const blind = sight.dark.length > 0 ? sight.dark : sight.silent;
  const cut = `${primary} lives, and ${list(blind)} cannot reach ${sight.dark.length > 0 ? 'it' : 'all of it'}`;
  if (sight.served.length > 0)
    return doNot(
      `${cut}; users are still served, as seen from ${list(sight.served)}: a failover would cut them off, and make a second primary`,
    );
  const seen = [...sight.alive, ...(sight.aliveInside ? [`${primary} itself`] : [])];
  return lookCloser(
    `${cut}; it is seen alive from ${list(seen)}, so it may go on writing, and cannot be fenced from where it is not reached`,
  );
}

function serviceLost({ primary, sight }: Found): Advice {
  const answers = `${primary} answers ${list(sight.alive)}`;
  if (sight.served.length > 0)
    return lookCloser(
      `${answers}; some users are served (${list(sight.served)}) and some are not (${list(sight.unserved)}): a failover cuts off those that are`,
    );
  const unserved = [...sight.unserved, ...(sight.unservedInside ? [`${primary} itself`] : [])];
  if (unserved.length < 2)
    return lookCloser(`${answers}; that no user is served is said from ${list(unserved)} alone`);
  return failOver(
    `no user is served, as seen from ${list(unserved)}; ${answers}, so the old primary can be fenced`,
  );
}

function unknown({ primary, sight }: Found): Advice {
  if (sight.served.length > 0)
    return doNot(
      `users are served, as seen from ${list(sight.served)}, though not every look came to an end`,
    );
  const { dark } = sight;
  if (dark.length === 1)
    return lookCloser(
      `${primary} does not answer ${list(dark)}, and no other region has confirmed it: a cut link looks the same from there`,
    );
  return lookCloser(`what was seen of ${primary} is missing something, or contradicts itself`);
}

function list(regions: readonly string[]): string {
  return regions.length === 0 ? 'nowhere' : regions.join(' and ');
}
