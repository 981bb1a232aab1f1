/** Whether a permission is among what a pattern names; `*` stands for anything. No cloud looks at the case of letters. */
export function matchesPattern(pattern: string, permission: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.\\+?^${}()|[\]]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 'i').test(permission);
}
