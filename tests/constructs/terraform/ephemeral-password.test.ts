import { Fn, TerraformOutput, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { ephemeralPassword } from '../../../constructs/terraform/ephemeral-password';

describe('ephemeralPassword', () => {
  const stack = new TerraformStack(Testing.app(), 'test');
  const password = ephemeralPassword(new Construct(stack, 'a'), 'b-c', 40);
  const other = ephemeralPassword(new Construct(stack, 'a-b'), 'c', 20);
  new TerraformOutput(stack, 'plain', { value: password });
  new TerraformOutput(stack, 'inside', { value: Fn.jsonencode({ password }) });
  const json = JSON.parse(Testing.synth(stack));

  it('generates letters and digits that no state keeps', () => {
    const generated = Object.values<{ length: number }>(json.ephemeral.random_password);
    expect(generated.sort((a, b) => a.length - b.length)).toEqual([
      { length: 20, special: false },
      { length: 40, special: false },
    ]);
    expect(json.terraform.required_providers.random).toEqual({ source: 'hashicorp/random', version: '~> 3.7' });
  });

  it('tells apart passwords whose paths read alike', () => {
    expect(password).not.toBe(other);
  });

  it('is an expression on its own and inside functions, never its text', () => {
    expect(json.output.plain.value).toMatch(/^\$\{ephemeral\.random_password\.a_b_c_[0-9a-f]{8}\.result\}$/);
    expect(json.output.inside.value).toBe(`\${jsonencode({"password" = ${json.output.plain.value.slice(2, -1)}})}`);
  });
});
