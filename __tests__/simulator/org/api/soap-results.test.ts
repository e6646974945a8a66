import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deployStatus, retrieveStatus } from '../../../../simulator/org/api/soap-results.ts';
import { elementOf } from '../../../../simulator/org/metadata/components.ts';
import { makeDeployments } from '../../../../simulator/org/metadata/deployments.ts';
import { makeMetadata } from '../../../../simulator/org/metadata/metadata.ts';
import { readZip } from '../../../../simulator/org/metadata/zip.ts';
import { zipOf } from '../../../helpers/org-fixture.ts';

function setUp() {
  const metadata = makeMetadata();
  const deployments = makeDeployments(metadata);
  const deploy = (checkOnly = false) => {
    const zip = zipOf('package.xml', 'classes/Hello.cls', 'classes/Hello.cls-meta.xml');
    return deployments.start({ tenant: 'production', zip, checkOnly });
  };
  return { metadata, deployments, deploy };
}

const resultXml = (result: ReturnType<typeof deployStatus>): string =>
  typeof result === 'string' ? result : assert.fail(result.message);

describe('deployStatus', () => {
  it('lists every component once', () => {
    const { deployments, deploy } = setUp();
    const xml = resultXml(deployStatus(deployments, deploy()));
    assert.equal(elementOf(xml, 'status'), 'Succeeded');
    assert.equal(elementOf(xml, 'checkOnly'), 'false');
    assert.equal(elementOf(xml, 'numberComponentsDeployed'), '1');
    assert.equal(xml.match(/<componentSuccesses>/g)?.length, 1);
    assert.equal(elementOf(xml, 'componentType'), 'ApexClass');
  });

  it('reports a failure with its reason if one component was rejected', () => {
    const { metadata, deployments, deploy } = setUp();
    metadata.rules.deployError = 'coverage < 75 % & falling';
    const xml = resultXml(deployStatus(deployments, deploy()));
    assert.equal(elementOf(xml, 'status'), 'Failed');
    assert.equal(elementOf(xml, 'numberComponentsDeployed'), '0');
    assert.match(xml, /<problem>coverage &lt; 75 % &amp; falling<\/problem>/);
    assert.doesNotMatch(xml, /<componentSuccesses>/);
  });

  it('reports a deployment as in progress until it may end', () => {
    const { deployments, deploy } = setUp();
    deployments.isInProgress = true;
    const xml = resultXml(deployStatus(deployments, deploy()));
    assert.equal(elementOf(xml, 'status'), 'InProgress');
    assert.equal(elementOf(xml, 'done'), 'false');
  });

  it('returns a SOAP fault for an unknown ID', () => {
    const { deployments } = setUp();
    const fault = { code: 'INVALID_CROSS_REFERENCE_KEY', message: 'No deployment 0Af1' };
    assert.deepEqual(deployStatus(deployments, '0Af1'), fault);
  });
});

describe('retrieveStatus', () => {
  it('returns a zip of the files and their manifest, and lists missing components', () => {
    const { deployments, deploy } = setUp();
    deploy();
    const id = deployments.startRetrieval('production', [
      { type: 'ApexClass', members: ['Hello', 'Missing'] },
    ]);
    const xml = resultXml(retrieveStatus(deployments, id));
    const files = readZip(Buffer.from(elementOf(xml, 'zipFile'), 'base64'));
    const names = ['unpackaged/package.xml', 'unpackaged/classes/Hello.cls'];
    assert.deepEqual([...files.keys()], names);
    assert.match(String(files.get('unpackaged/package.xml')), /<members>Hello<\/members>/);
    assert.match(xml, /named &apos;Missing&apos; cannot be found/);
  });

  it('returns a SOAP fault for an unknown ID', () => {
    const { deployments } = setUp();
    const fault = { code: 'INVALID_CROSS_REFERENCE_KEY', message: 'No retrieval 09S1' };
    assert.deepEqual(retrieveStatus(deployments, '09S1'), fault);
  });
});
