/** Rows of the queries, with the fields that the checks use. */

export interface UserRow {
  readonly Id: string;
  readonly Username: string;
  readonly IsActive: boolean;
  readonly ProfileId: string;
  readonly Profile: {
    readonly Name: string;
    readonly UserLicense?: { readonly Name: string } | null;
  } | null;
}

export interface AssignmentRow {
  readonly Assignee: { readonly Username: string };
  readonly PermissionSetId: string;
  readonly PermissionSetGroupId: string | null;
  readonly IsActive?: boolean | null;
  readonly ExpirationDate?: string | null;
  readonly PermissionSet: {
    readonly Label: string;
    readonly IsOwnedByProfile: boolean;
    readonly PermissionsApiEnabled: boolean;
    readonly PermissionsManageUsers?: boolean;
    readonly HasActivationRequired?: boolean;
  };
}

export interface ProfileMetadata {
  readonly loginIpRanges?: readonly {
    readonly startAddress: string;
    readonly endAddress: string;
  }[];
  readonly loginHours?: Readonly<Record<string, number | string>> | null;
}

export interface ProfileRow {
  readonly FullName?: string;
  readonly Metadata: ProfileMetadata | null;
}

export interface AccessRow {
  readonly ParentId: string;
  readonly Parent: {
    readonly Name: string;
    readonly Label: string;
    readonly IsOwnedByProfile: boolean;
    readonly Profile?: { readonly Name: string } | null;
  };
}

export interface LoginHistoryRecord {
  readonly LoginTime: string;
  readonly Status: string;
  readonly LoginType: string;
  readonly LoginSubType?: string | null;
  readonly Application?: string | null;
  readonly LoginUrl?: string | null;
  readonly SourceIp?: string | null;
}

export interface AuditRecord {
  readonly Action: string;
  readonly Display: string;
  readonly CreatedDate: string;
  readonly CreatedBy?: { readonly Username: string } | null;
}

export interface GroupMemberRow {
  readonly PermissionSetId: string;
  readonly PermissionSetGroupId: string;
}

export interface ApprovalRow {
  readonly AppName: string;
}
