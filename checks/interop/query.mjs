// What a workflow would run after the step: jsforce with two of its outputs.
import jsforce from 'jsforce';

const { INSTANCE_URL, ACCESS_TOKEN } = process.env;
const connection = new jsforce.Connection({
  instanceUrl: INSTANCE_URL,
  accessToken: ACCESS_TOKEN,
  version: '67.0',
});
const { records } = await connection.query('SELECT Id, Name FROM Account');
for (const { Name } of records) console.log(Name);
