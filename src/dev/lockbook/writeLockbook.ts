/** What was seen as `lockbook.json`: each form with a cell for every range of versions that do the same. */
import type { LockMode } from '../../core/preview/locks/impact.ts';
import type { LockbookCell, LockbookForm, Role } from '../../core/preview/locks/lockbook.ts';
import type { Form } from './form.ts';
import type { Cell } from './measure.ts';

export function lockbookText(measured: ReadonlyMap<number, readonly Cell[]>, forms: readonly Form[]): string {
  const versions = [...measured.keys()].sort((a, b) => a - b);
  const entries = forms.flatMap((form): readonly string[] => {
    if (form.roles === undefined) return [];
    const cells = versions.flatMap((version) => {
      const cell = measured.get(version)?.find((one) => one.form === form);
      return cell === undefined ? [] : [{ version, text: JSON.stringify(lockbookCell(cell)) }];
    });
    const { statement, setup } = form;
    const entry: LockbookForm = { statement, ...(setup !== undefined && { setup }), cells: inRanges(cells) };
    return [`    ${JSON.stringify(form.name)}: ${JSON.stringify(entry)}`];
  });
  return `{\n  "versions": ${JSON.stringify(versions)},\n  "forms": {\n${entries.join(',\n')}\n  }\n}\n`;
}

function inRanges(
  cells: readonly { readonly version: number; readonly text: string }[],
): LockbookForm['cells'] {
  const ranges: { first: number; last: number; text: string }[] = [];
  for (const { version, text } of cells) {
    const range = ranges.at(-1);
    if (range?.text === text && range.last === version - 1) range.last = version;
    else ranges.push({ first: version, last: version, text });
  }
  return Object.fromEntries(
    ranges.map(({ first, last, text }) => [
      first === last ? `${first}` : `${first}-${last}`,
      JSON.parse(text),
    ]),
  );
}

/** By roles; two relations of one role must have met the same. */
function lockbookCell({ form, seen }: Cell): LockbookCell {
  if (seen.error !== undefined && !seen.refusesTransaction) return { error: withoutSchema(seen.error) };
  const locks: { [R in Role]?: LockMode } = {};
  for (const [name, mode] of [...seen.locks].sort()) {
    const role = roleOf(form, name);
    const before = locks[role];
    if (before !== undefined && before !== mode) {
      throw new Error(
        `“${form.name}” locks more than one ${role}: ${before} and ${mode}. Give them other roles.`,
      );
    }
    locks[role] = mode;
  }
  const roles = (names: readonly string[]) => [...new Set(names.map((name) => roleOf(form, name)))].sort();
  return {
    ...(seen.locks.size > 0 && { locks }),
    ...(seen.rewrites.length > 0 && { rewrites: roles(seen.rewrites) }),
    ...(seen.rebuilds.length > 0 && { rebuilds: roles(seen.rebuilds) }),
    ...(seen.scans.length > 0 && { scans: roles(seen.scans) }),
    ...(seen.refusesTransaction && { refusesTransaction: true as const }),
  };
}

const withoutSchema = (error: string): string => error.replace(/\bf\d+\./g, '');

const usual: Readonly<Record<string, Role>> = { t: 'table', p: 'referenced', vw: 'view', mv: 'view' };

/** Names that are in no list are those of indexes and sequences. */
function roleOf({ roles = {} }: Form, name: string): Role {
  const bare = name.replace(/^.*\./, '');
  return roles[bare] ?? usual[bare] ?? (/seq\d*$|^sq$/.test(bare) ? 'sequence' : 'index');
}
