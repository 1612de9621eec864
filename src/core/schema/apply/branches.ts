/**
 * Where it is not known which of two ways a migration went: what they leave the same is certain, and exactly what
 * differs is not.
 */
import type { Affected, Column, Table, TablePart, Uncertainty } from '../snapshot.ts';
import type { Draft, Mark } from './draft.ts';
import type { Section } from './section.ts';

/**
 * A way that would fail was not taken: a database that has run the migration went the other.
 *
 * @param reason Why it is not known, as a sentence.
 */
export function eitherWay(draft: Draft, reason: string, one: () => void, other: () => void): void {
  const mark = draft.mark();
  const isRefused = (way: () => void) => {
    way();
    return draft.problems.length > mark.problems.length;
  };
  const firstRefused = isRefused(one);
  const first = outcome(draft, mark);
  draft.backTo(mark);
  const secondRefused = isRefused(other);
  if (firstRefused && !secondRefused) return;
  if (secondRefused && !firstRefused) {
    draft.backTo(mark);
    one();
    return;
  }
  draft.problems = mark.problems;
  draft.uncertainties = mergedUncertainties(mark.uncertainties, first.uncertainties, draft.uncertainties);
  const affected = draft.sections.flatMap((section, index) =>
    merged(section, first.changes[index] ?? new Map(), mark.positions[index] ?? 0, kinds[index] ?? 'table'),
  );
  draft.addUncertainty(reason, affected);
}

/** What either way adds counts; what was uncertain before is settled only if both ways settle it alike. */
function mergedUncertainties(
  before: readonly Uncertainty[],
  first: readonly Uncertainty[],
  second: readonly Uncertainty[],
): readonly Uncertainty[] {
  const kept = before.flatMap((one): readonly Uncertainty[] => {
    const [a, b] = [first.find((other) => isOf(other, one)), second.find((other) => isOf(other, one))];
    if (a === undefined && b === undefined) return [];
    return a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b) ? [b] : [one];
  });
  const added = [...first, ...second].filter((one) => !before.some((other) => isOf(one, other)));
  return [...kept, ...added];
}

/** Settling a part of an uncertainty makes another object of it, that tells of the same operation. */
function isOf(a: Uncertainty, b: Uncertainty): boolean {
  return a === b || (a.reason === b.reason && a.location === b.location && a.revision === b.revision);
}

/** As the sections of a draft are ordered. */
const kinds: readonly Affected['kind'][] = [
  'schema',
  'table',
  'view',
  'sequence',
  'type',
  'routine',
  'extension',
];

interface Outcome {
  readonly changes: readonly ReadonlyMap<string, unknown>[];
  readonly uncertainties: Draft['uncertainties'];
}

function outcome(draft: Draft, { positions }: Mark): Outcome {
  const changes = draft.sections.map((section, index) => section.changedSince(positions[index] ?? 0));
  return { changes, uncertainties: draft.uncertainties };
}

/** The section stands as the second way left it; `first` is what the first way changed. */
function merged(
  section: Section<unknown>,
  first: ReadonlyMap<string, unknown>,
  position: number,
  kind: Affected['kind'],
): readonly Affected[] {
  const second = section.changedSince(position);
  const affected: Affected[] = [];
  for (const key of new Set([...first.keys(), ...second.keys()])) {
    const here = section.get(key);
    const there = first.has(key) ? first.get(key) : section.before(key, position);
    if (JSON.stringify(here) === JSON.stringify(there)) continue;
    affected.push({ kind, name: nameOf(kind, there ?? here), ...partsOf(kind, there, here) });
    section.set(
      key,
      kind === 'table' ? union(there as Table | undefined, here as Table | undefined) : (there ?? here),
    );
  }
  return affected;
}

function nameOf(kind: Affected['kind'], object: unknown): Affected['name'] {
  const { name } = object as { readonly name: Affected['name'] | string };
  return typeof name === 'string'
    ? { schema: '', name }
    : kind === 'schema'
      ? { schema: '', name: name.name }
      : name;
}

const listed = {
  columns: 'column',
  constraints: 'constraint',
  indexes: 'index',
  triggers: 'trigger',
  policies: 'policy',
} as const;

type Listed = keyof typeof listed;
const lists = Object.keys(listed) as readonly Listed[];

/** Which parts of a table differ; nothing where the whole table does. */
function partsOf(kind: Affected['kind'], a: unknown, b: unknown): { readonly parts?: readonly TablePart[] } {
  if (kind !== 'table' || a === undefined || b === undefined) return {};
  const [one, other] = [a as Table, b as Table];
  if (JSON.stringify(rest(one)) !== JSON.stringify(rest(other))) return {};
  const parts = lists.flatMap((list) =>
    differing(one[list], other[list]).map((name): TablePart => ({ kind: listed[list], name })),
  );
  return { parts };
}

function rest({
  columns: _,
  constraints: __,
  indexes: ___,
  triggers: ____,
  policies: _____,
  ...own
}: Table): unknown {
  return own;
}

type Parts = readonly { readonly name: string }[];

function differing(a: Parts, b: Parts): readonly string[] {
  const text = (parts: Parts) => new Map(parts.map((part) => [part.name, JSON.stringify(part)]));
  const [one, other] = [text(a), text(b)];
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name));
}

/** Everything that may be there, so that later operations find what they change. */
function union(a: Table | undefined, b: Table | undefined): Table | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const both = <T extends { readonly name: string }>(one: readonly T[], other: readonly T[]) => [
    ...one,
    ...other.filter(({ name }) => !one.some((part) => part.name === name)),
  ];
  return {
    ...a,
    columns: both<Column>(a.columns, b.columns),
    constraints: both(a.constraints, b.constraints),
    indexes: both(a.indexes, b.indexes),
    triggers: both(a.triggers, b.triggers),
    policies: both(a.policies, b.policies),
  };
}
