// NODE_OPTIONS loads this file into every Node process of a job. It compensates for two differences
// between act and GitHub.
const { execFileSync } = require('node:child_process');

const { EXAMPLES_ARTIFACTS: folder, GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp } = process.env;

// act removes the workspace as soon as the job has ended. Hard links keep the files after the
// action's post step.
if (folder && process.argv[1]?.endsWith('/dist/post/index.js')) {
  process.on('exit', () => {
    const target = `${folder}/${process.pid}`;
    execFileSync('mkdir', ['-p', target]);
    execFileSync('cp', ['-al', workspace, `${target}/workspace`]);
    execFileSync('cp', ['-al', temp, `${target}/temp`]);
  });
}

// act closes the terminal of each step, which sends SIGHUP to background processes that the step
// started.
if (process.argv[1]?.endsWith('simulator/main.ts')) process.on('SIGHUP', () => undefined);
