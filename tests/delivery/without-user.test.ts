import { withoutUser } from '../../delivery/without-user';

it('writes down no user and no password of a repository', () => {
  expect(withoutUser('https://user:secret@git.example.com/a/b.git')).toBe('https://git.example.com/a/b.git');
  expect(withoutUser('git@git.example.com:a/b.git')).toBe('git@git.example.com:a/b.git');
});
