/** Every command of the extension, without the prefix `driftline.`; the manifest contributes the same (`manifest.test.ts`). */
export const commandIds = [
  'refresh',
  'addEnvironment',
  'connectAll',
  'readEnvironment',
  'forgetPassword',
  'showGrants',
  'findInBranches',
  'openRevision',
  'openOperation',
  'openDeclaration',
  'showSchema',
  'compareSchemas',
  'compareWithMatch',
  'previewUpgrade',
  'previewDowngrade',
  'previewStamp',
  'showGraph',
  'copyRevisionId',
  'revealInRevisions',
  'openSettings',
  'showLog',
] as const;

export type CommandId = (typeof commandIds)[number];
