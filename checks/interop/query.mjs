// Queries the org with jsforce and two outputs of the step, as a script in a workflow would.
import jsforce from 'jsforce';

const { INSTANCE_URL, ACCESS_TOKEN } = process.env;
const connection = new jsforce.Connection({
  instanceUrl: INSTANCE_URL,
  accessToken: ACCESS_TOKEN,
  version: '67.0',
});
const { records } = await connection.query('SELECT Id, Name FROM Account');
for (const { Name } of records) console.log(Name);
