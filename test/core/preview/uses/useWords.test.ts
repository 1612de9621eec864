/** How the lines that name something are told, and what is said of those that are not. */
import { expect, test } from 'vitest';
import type { MigrationProject } from '../../../../src/core/migration/project.ts';
import type { CodeUse } from '../../../../src/core/preview/uses/codeUse.ts';
import { ownCode } from '../../../../src/core/preview/uses/ownCode.ts';
import { linesText, objectsText, restText, usesByFile } from '../../../../src/core/preview/uses/useWords.ts';

const use = (file: string, line: number, object = 'shops'): CodeUse => ({
  kind: 'code',
  location: { file, range: { start: 0, end: 1 } },
  line,
  text: 'Shop()',
  objects: [object],
});

test('a file is told once, with its first lines and objects', () => {
  const uses = Array.from({ length: 7 }, (_, at) => use('/w/a.py', at + 1, `shops.c${at}`));
  const [file, other] = usesByFile({ uses: [...uses, use('/w/b.py', 3)], moreUses: 0 });
  expect([file, other].map((one) => one && `${one.file} ${linesText(one)}: ${objectsText(one)}`)).toEqual([
    '/w/a.py 1, 2, 3, 4 and 3 more: shops.c0, shops.c1, shops.c2, shops.c3 and 3 more',
    '/w/b.py 3: shops',
  ]);
});

test('what is left out is counted: files, or lines where nobody knows in how many files they are', () => {
  const uses = Array.from({ length: 15 }, (_, at) => use(`/w/${at}.py`, 1));
  expect(usesByFile({ uses, moreUses: 0 })).toHaveLength(12);
  expect(restText({ uses, moreUses: 0 })).toBe('and 3 more files');
  expect(restText({ uses, moreUses: 40 })).toBe('and 43 more lines');
  expect(restText({ uses: uses.slice(0, 12), moreUses: 0 })).toBeUndefined();
});

test('code is a project’s own unless it is a migration, another project’s or a package’s', () => {
  const project = (root: string, scripts: string): MigrationProject => ({
    id: root,
    name: root,
    convention: 'alembic',
    root,
    declaredIn: `${root}/alembic.ini`,
    folders: [{ path: `${root}/${scripts}`, recursive: false }],
    versionTable: undefined,
    readFiles: [`${root}/db/env.py`],
    problems: [],
    facts: [],
  });
  const shop = project('/w/shop', 'db/steps');
  const files = [
    '/w/shop/api.py',
    '/w/shop/db/steps/a1.py',
    '/w/shop/db/env.py',
    '/w/shop/vendor/orm.py',
    '/w/shop/inner/api.py',
    '/w/blog/api.py',
    '/w/shared/shops.py',
    '/w/old/migrations/V1__shops.sql',
  ];
  const all = [shop, project('/w/blog', 'db/steps'), project('/w/shop/inner', 'db/steps')];
  expect(ownCode(files, shop, all)).toEqual(['/w/shop/api.py', '/w/shared/shops.py']);
});
