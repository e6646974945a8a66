import type { PackageVersion } from '../jobs.ts';
import { makeId } from '../salesforce-id.ts';
import { type Table, type TableRow, TIMESTAMP } from './table.ts';

/** The Dev Hub's only unlocked package. The Dev Hub is the production org. */
export const PACKAGE = { Id: '0Ho5g000000AcmeAAA', Name: 'acme', ContainerOptions: 'Unlocked' };

/**
 * Creates a package version. Returns undefined if the request is not for `PACKAGE` or contains no
 * files.
 */
export function makePackageVersion(fields: TableRow): PackageVersion | undefined {
  const { Package2Id: packageId, file } = fields;
  if (packageId !== PACKAGE.Id || file === undefined) return undefined;
  const ids = { requestId: makeId('08c'), id: makeId('05i'), subscriberId: makeId('04t') };
  return { ...ids, packageId };
}

const requestRow = ({ requestId, id, subscriberId, packageId }: PackageVersion): TableRow => ({
  Id: requestId,
  Status: 'Success',
  Package2Id: packageId,
  'Package2.Name': PACKAGE.Name,
  Package2VersionId: id,
  'Package2Version.SubscriberPackageVersionId': subscriberId,
  'Package2Version.HasPassedCodeCoverageCheck': false,
  'Package2Version.CodeCoverage': null,
  'Package2Version.HasMetadataRemoved': false,
  'Package2Version.MajorVersion': 0,
  'Package2Version.MinorVersion': 1,
  'Package2Version.PatchVersion': 0,
  'Package2Version.BuildNumber': 1,
  Tag: null,
  Branch: null,
  CreatedDate: TIMESTAMP,
  CreatedById: '0055g00000Admin0AAA',
  IsConversionRequest: false,
  AsyncValidation: false,
  'Package2Version.ConvertedFromVersionId': null,
  'Package2Version.TotalNumberOfMetadataFiles': 1,
  'Package2Version.TotalSizeOfMetadataFiles': 1,
});

export const PACKAGE_TABLES: readonly Table[] = [
  {
    type: 'Package2VersionCreateRequest',
    onlyIn: 'production',
    columns: Object.keys(requestRow({ requestId: '', id: '', subscriberId: '', packageId: '' })),
    rows: ({ jobs }) => jobs.packageVersions.map(requestRow),
  },
  {
    type: 'Package2Version',
    onlyIn: 'production',
    columns: [
      'Id',
      'SubscriberPackageVersionId',
      'Branch',
      'MajorVersion',
      'MinorVersion',
      'PatchVersion',
      'BuildNumber',
    ],
    rows: ({ jobs }) =>
      jobs.packageVersions.map(({ id, subscriberId }) => ({
        Id: id,
        SubscriberPackageVersionId: subscriberId,
        Branch: null,
        MajorVersion: 0,
        MinorVersion: 1,
        PatchVersion: 0,
        BuildNumber: 1,
      })),
  },
];
