/** Signs beside text that says the same: screen readers pass over them. */
import { svg } from './dom.ts';

const paths = {
  good: 'M3.5 8.5l3 3 6-7',
  bad: 'M4.5 4.5l7 7m0-7l-7 7',
  warning: 'M8 2.5l6 10.5H2zM8 6.8v3.2m0 1.4v.3',
  unknown: 'M6 6.2a2 2 0 1 1 2.8 1.9c-.6.3-.8.6-.8 1.4m0 1.9v.3',
  information: 'M8 7.5v3.7M8 4.8v.3',
  file: 'M4.5 2.5h5l2.5 2.5v8.5h-7.5zM9.5 2.5v2.5h2.5',
} as const;

export type IconName = keyof typeof paths;

export function icon(name: IconName): SVGElement {
  const circle = name === 'unknown' || name === 'information';
  return svg(
    'svg',
    { class: `icon icon-${name}`, viewBox: '0 0 16 16', width: '16', height: '16', 'aria-hidden': 'true' },
    circle ? svg('circle', { cx: '8', cy: '8', r: '6' }) : undefined,
    svg('path', { d: paths[name] }),
  );
}
