import { takesInstead } from './locate';

it('takes another version of a provider only where stacks do, which ask for its major and at least its minor one', () => {
  const taken = ['5.100.0', '6.9.0', '6.47.9', '6.48.0', '6.48.3', '6.100.0', '7.0.0'].filter((version) =>
    takesInstead(version, '6.48.0'),
  );
  expect(taken).toEqual(['6.48.0', '6.48.3', '6.100.0']);
});
