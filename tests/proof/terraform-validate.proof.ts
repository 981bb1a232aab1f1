import { inParallel } from './in-parallel';
import { proof } from './skips';
import { allStacks, copyFor, errorsIn, hasContent, missingProviders, nameRemoved, WIDTH } from './terraform-stacks';
import { createTerraform, type Terraform, type Validation } from './tools/terraform';

proof('terraform validate', ['terraform'], () => {
  const stacks = allStacks();
  const whole = stacks.filter((stack) => missingProviders(stack).length === 0);
  const partial = stacks.filter((stack) => missingProviders(stack).length > 0);
  const copies = new Map(stacks.map((stack) => [stack.title, copyFor('validate', stack)]));
  const validations = new Map<string, Validation>();
  let terraform: Terraform;

  beforeAll(async () => {
    terraform = await createTerraform();
    await inParallel([...copies.values()].filter(hasContent), WIDTH, async ({ dir, stack }) => {
      const validation = await terraform
        .init(dir)
        .then(() => terraform.validate(dir))
        .catch((error: Error): Validation => {
          return { valid: false, diagnostics: [{ severity: 'error', summary: error.message }] };
        });
      validations.set(stack.title, validation);
    });
  });
  afterAll(() => terraform?.close());

  const expectValid = (title: string): void => {
    const validation = validations.get(title);
    expect(errorsIn(validation?.diagnostics ?? [])).toEqual([]);
    expect(validation?.valid).toBe(true);
  };

  it('sees the stacks of every site', () => {
    expect(stacks.length).toBeGreaterThan(0);
  });

  it.each(whole.map(({ title }) => title))('%s is valid', (title) => expectValid(title));

  for (const { title } of partial) {
    const copy = copies.get(title);
    if (copy === undefined) continue;
    nameRemoved('terraform validate', copy);
    if (hasContent(copy)) it(`${title} is valid but for what is skipped by name`, () => expectValid(title));
    it.skip(`${title}: ${copy.removed.length} resources of ${missingProviders(copy.stack).join(' and ')}`, () =>
      undefined);
  }

  it.each(whole.map((stack) => [stack.title, stack] as const))(
    '%s is given to Terraform as it was rendered',
    (_, stack) => {
      expect(copies.get(stack.title)?.document).toEqual(stack.json);
    },
  );
});
