/** What a build needs and a look at an unchanged tree does not. */
const ENGINES = ['zod', 'cdktf', 'cdk8s', 'constructs', 'yaml'];

const deny = (name: string): never => {
  throw new Error(`${name} is loaded before there is something to build`);
};

describe('starting the command line', () => {
  beforeEach(() => {
    jest.resetModules();
    for (const name of ENGINES) jest.doMock(name, () => deny(name));
    for (const layer of ['../../charts', '../../services']) jest.doMock(layer, () => deny(layer));
  });

  it('loads no engine, no chart and no service, so that an unchanged rebuild is a matter of looking', () => {
    expect(() => require('../../cli/main')).not.toThrow();
  });

  it('would notice one', () => {
    expect(() => require('../../delivery/environment-lock')).toThrow('is loaded before there is something to build');
  });
});
