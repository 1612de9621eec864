/** The lines that name something, file by file: the same in the panel, on the command line and in reports. */
import { counted } from '../../drift/words.ts';
import { groupBy } from '../../groupBy.ts';
import type { CodeUse, CodeUseKind, CodeUses } from './codeUse.ts';

export interface UsesInFile {
  readonly file: string;
  readonly kind: CodeUseKind;
  readonly uses: readonly CodeUse[];
}

/** In their order. @param most So many files. */
export function usesByFile({ uses }: CodeUses, most = 12): readonly UsesInFile[] {
  return allFiles(uses).slice(0, most);
}

/** `and 3 more files`, `and 31 more lines`; `undefined`: nothing is left out. */
export function restText({ uses, moreUses }: CodeUses, most = 12): string | undefined {
  const files = allFiles(uses).length - most;
  if (moreUses > 0) {
    const shown = usesByFile({ uses, moreUses }, most).flatMap((one) => one.uses).length;
    return `and ${counted(uses.length - shown + moreUses, 'more line')}`;
  }
  return files > 0 ? `and ${counted(files, 'more file')}` : undefined;
}

function allFiles(uses: readonly CodeUse[]): readonly UsesInFile[] {
  const groups = groupBy(uses, ({ kind, location }) => `${kind}\0${location.file}`);
  return [...groups.values()].flatMap((all) => {
    const [first] = all;
    return first === undefined ? [] : { file: first.location.file, kind: first.kind, uses: all };
  });
}

/** `12, 14, 20 and 3 more`. */
export function linesText({ uses }: UsesInFile): string {
  return shortList(uses.map(({ line }) => String(line)));
}

/** `providers.dea_number, providers.npi and 18 more`. */
export function objectsText({ uses }: UsesInFile): string {
  return shortList([...new Set(uses.flatMap(({ objects }) => objects))]);
}

function shortList(items: readonly string[], most = 4): string {
  if (items.length <= most + 1) return items.join(', ');
  return `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
}

/** What it is that names it. */
export const useKindText: Readonly<Record<CodeUseKind, string>> = {
  model: 'model',
  code: 'code',
  sql: 'SQL',
  test: 'test',
};
