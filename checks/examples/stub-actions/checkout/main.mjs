import { execFileSync } from 'node:child_process';

const { env } = process;
const git = (...args) => execFileSync('git', args, { cwd: env.GITHUB_WORKSPACE, stdio: 'inherit' });

const commit = env.INPUT_REF || env.GITHUB_SHA;
const depth = Number(env['INPUT_FETCH-DEPTH']);
git('init', '--quiet', '.');
git('remote', 'add', 'origin', `file://${env.EXAMPLES_REPOSITORY}`);
if (depth === 0) git('fetch', '--quiet', '--tags', 'origin', '+refs/heads/*:refs/remotes/origin/*');
else git('fetch', '--quiet', `--depth=${depth}`, 'origin', commit);
// If only one branch was fetched, no local ref with its name exists.
git('checkout', '--quiet', '--detach', depth === 0 ? commit : 'FETCH_HEAD');
