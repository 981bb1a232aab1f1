import { cachedPath } from './cache';
import { TOOLS, toolNamed } from './catalog';
import { sparedTools } from './catalog/spared';
import { compareVersions, versionIn } from './locate';
import { deadlineOf } from './setup';
import { cliConfiguration } from './terraform';

describe('tool catalogue', () => {
  it('names every tool once', () => {
    const names = TOOLS.map((tool) => tool.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('pins every Python requirement, every Node.js package and every Go module', () => {
    const pins = TOOLS.flatMap((tool) => tool.sources).flatMap((source) => {
      if (source.kind === 'npm') return source.packages.map((each) => /@\d+\.\d+\.\d+$/.test(each));
      if (source.kind === 'python') return source.requirements.map((each) => each.includes('=='));
      return source.kind === 'go' || source.kind === 'go-files' ? [/^v\d+\.\d+\.\d+/.test(source.version)] : [];
    });
    expect(pins).not.toContain(false);
  });

  it.each(TOOLS.map((tool) => [tool.name, tool] as const))(
    '%s can be found again after it was installed',
    (_, tool) => {
      const systemOnly = tool.sources.every((source) => source.kind === 'apt' || source.kind === 'manual');
      expect(systemOnly ? tool.onSystem : cachedPath(tool, '/cache')).toBeDefined();
    },
  );

  it('ends with the slowest, and after it what only one proof needs', () => {
    const shared = TOOLS.slice(0, -sparedTools.length);
    expect(shared.at(-1)?.minutes).toBe(Math.max(...shared.map((tool) => tool.minutes)));
    expect(TOOLS.slice(shared.length)).toEqual(sparedTools);
  });

  it('lays providers out as a Terraform filesystem mirror', () => {
    expect(cachedPath(toolNamed('provider-aws'), '/cache')).toMatch(
      /^\/cache\/terraform-mirror\/registry\.terraform\.io\/hashicorp\/aws\/6\.48\.0\/\w+\/terraform-provider-aws_v6\.48\.0$/,
    );
  });

  it('says which tools there are where one is unknown', () => {
    expect(() => toolNamed('nomad')).toThrow(/TOOL_UNKNOWN .*"nomad"; the tools are terraform, /);
  });
});

describe('versions', () => {
  it.each([
    ['Terraform v1.11.4\non linux_amd64', '1.11.4'],
    ['postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', '15.18'],
    ['Client Version: v1.32.4-dispatcher', '1.32.4'],
    ['no number', undefined],
  ])('%j is %s', (output, version) => {
    expect(versionIn(output)).toBe(version);
  });

  it('compares numbers, not letters', () => {
    expect(compareVersions('1.9.0', '1.11.0')).toBeLessThan(0);
    expect(compareVersions('15', '14.2')).toBeGreaterThan(0);
  });
});

describe('time budget', () => {
  const minute = 60_000;

  it('gives no deadline without a budget', () => {
    expect(deadlineOf({ minutes: 36 }, 0, undefined)).toBeUndefined();
  });

  it('stops a cheap tool that hangs long before the budget ends', () => {
    expect(deadlineOf({ minutes: 0.5 }, 0, 60 * minute)).toBe(2.5 * minute);
  });

  it('never goes past the budget', () => {
    expect(deadlineOf({ minutes: 36 }, 10 * minute, 20 * minute)).toBe(20 * minute);
  });
});

it('gives Terraform its mirrors and no way to the network', () => {
  expect(cliConfiguration(['/cache/terraform-mirror', '/plugins'])).toMatchInlineSnapshot(`
    "disable_checkpoint = true
    provider_installation {
      filesystem_mirror {
        path = "/cache/terraform-mirror"
      }
      filesystem_mirror {
        path = "/plugins"
      }
    }
    "
  `);
});
