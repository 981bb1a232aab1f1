import type { TerraformStack } from 'cdktf';
import type { ImportedResource } from '../environments/model';

/**
 * Lets stacks take over resources that were made by hand, with Terraform's own `import` blocks. They say what the
 * resource is called, not what it is like: where its settings differ, the plan shows what would change or be replaced.
 */
export function importResources(
  stacks: Readonly<Record<string, TerraformStack>>,
  imports: readonly ImportedResource[] = [],
): void {
  for (const [name, stack] of Object.entries(stacks)) {
    const own = imports.filter((one) => one.stack === name);
    if (own.length > 0)
      stack.addOverride(
        'import',
        own.map(({ to, id }) => ({ to, id })),
      );
  }
}
