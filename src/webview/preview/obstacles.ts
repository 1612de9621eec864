/** Who is in the way of the run at this moment, and what to set before it. */
import type { RunPreview } from '../../core/preview/runPreview.ts';
import { type Child, h } from '../shared/dom.ts';
import { note, section, sqlBlock } from './pieces.ts';

export function obstacles({ obstacles: all, hidden, activityUnknown, lockTimeout }: RunPreview): Child {
  if (all.length === 0 && activityUnknown === undefined && lockTimeout === undefined) return undefined;
  const found = all.map(({ severity, message }) =>
    h(
      'li',
      {},
      note(severity === 'blocks' ? 'bad' : 'warning', severity === 'blocks' ? 'bad' : 'warning', message),
    ),
  );
  return section(
    'obstacles',
    'In the way now',
    activityUnknown === undefined ? undefined : note('unknown', 'warning', activityUnknown),
    found.length > 0
      ? h('ul', { class: 'plain' }, ...found)
      : activityUnknown === undefined
        ? note('good', 'good', 'Nobody held a lock on these tables when this was read.')
        : undefined,
    ...hidden.map((text) => note('unknown', 'warning', text)),
    lockTimeout === undefined
      ? undefined
      : h(
          'div',
          { class: 'advice' },
          h('p', {}, 'Set before the run:'),
          sqlBlock(`SET lock_timeout = '${duration(lockTimeout.ms)}';`, 'Suggested lock_timeout'),
          h('p', { class: 'muted' }, lockTimeout.reason),
        ),
  );
}

/** As PostgreSQL writes it. */
function duration(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
