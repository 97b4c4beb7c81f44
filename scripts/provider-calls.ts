/**
 * What the AWS provider calls for each resource type, and on what: create, read, update and delete.
 * Those of ACM, IAM, Lambda, Logs, Route 53, WAF and API Gateway are known from
 * https://github.com/hashicorp/terraform-provider-aws (internal/service), on which Pulumi's provider
 * is built, the others from AWS's documentation. Actions that know no resources (on "*") are those of
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */

/** Actions of one service on one kind of resource. */
export interface ProviderCalls {
  /** What the actions are on: part of the statement's Sid. */
  readonly label: string;
  readonly service: string;
  /** Names of the actions, separated by spaces. */
  readonly actions: string;
  /** ARNs: {input} is a name or an ARN in an input of the resource, {names} the names of all stacks. */
  readonly on: readonly string[];
  /** Called for a resource with this input alone. */
  readonly when?: string;
  /** And only where it is a text with this in it. */
  readonly holding?: string;
  /** They change records of a zone: those of the resource, or of the program's certificates. */
  readonly changesRecords?: true;
  /** The one service that a role may be passed to. */
  readonly passedTo?: string;
}

const IAM = "arn:PARTITION:iam::ACCOUNT";
const LAMBDA = "arn:PARTITION:lambda:REGION:ACCOUNT";
const LOGS = "arn:PARTITION:logs:REGION:ACCOUNT";
const CLOUDWATCH = "arn:PARTITION:cloudwatch:REGION:ACCOUNT";
const SNS = "arn:PARTITION:sns:REGION:ACCOUNT";
const BUCKET = "arn:PARTITION:s3:::{bucketPrefix}*";
const WAF = "arn:PARTITION:wafv2:REGION:ACCOUNT:regional";
const CERTIFICATES = "arn:PARTITION:acm:REGION:ACCOUNT:certificate/*";
const GATEWAY = "arn:PARTITION:apigateway:REGION::";
// The id of an API is known when it has been made, and nothing else names it.
const APIS = `${GATEWAY}/restapis`;

/** What has a path below /restapis/{id}. */
const IN_API: readonly ProviderCalls[] = [
  {
    label: "RestApi",
    service: "apigateway",
    actions: "GET POST PUT PATCH DELETE",
    on: [`${APIS}/*`],
  },
];

/** Keys and usage plans: ids as well, and one way to both. */
const KEYS: readonly ProviderCalls[] = [
  {
    label: "ApiKeys",
    service: "apigateway",
    actions: "GET POST PATCH DELETE",
    on: [`${GATEWAY}/apikeys*`, `${GATEWAY}/usageplans*`],
  },
];

/** API Gateway has one way to the tags of all that it knows. */
const GATEWAY_TAGS: ProviderCalls = {
  label: "Gateway",
  service: "apigateway",
  actions: "GET POST PUT DELETE",
  on: [`${GATEWAY}/tags/*`],
  when: "tags",
};

/** A custom domain and its mappings. */
const IN_DOMAIN: readonly ProviderCalls[] = [
  {
    label: "Domain",
    service: "apigateway",
    actions: "GET POST PATCH DELETE",
    on: [`${GATEWAY}/domainnames/{domainName}`, `${GATEWAY}/domainnames/{domainName}/*`],
  },
];

/** What web ACLs are made of and stand before. IAM looks only at the resources that an action knows. */
const WITH_WEB_ACLS = [`${WAF}/managedruleset/*`, `${APIS}/*/stages/*`];

/** By type. One of the product that is missing stops the generator; one of yours is warned of. */
export const PROVIDER_CALLS: Readonly<Record<string, readonly ProviderCalls[]>> = {
  "aws:acm/certificate:Certificate": [
    {
      label: "Certificate",
      service: "acm",
      actions: "DescribeCertificate ListTagsForCertificate DeleteCertificate",
      on: [CERTIFICATES],
    },
    { label: "NewCertificate", service: "acm", actions: "RequestCertificate", on: ["*"] },
    {
      label: "Certificate",
      service: "acm",
      actions: "AddTagsToCertificate RemoveTagsFromCertificate",
      on: [CERTIFICATES],
      when: "tags",
    },
  ],
  "aws:acm/certificateValidation:CertificateValidation": [
    { label: "Certificate", service: "acm", actions: "DescribeCertificate", on: [CERTIFICATES] },
  ],
  "aws:apigateway/apiKey:ApiKey": [...KEYS, GATEWAY_TAGS],
  "aws:apigateway/basePathMapping:BasePathMapping": IN_DOMAIN,
  "aws:apigateway/deployment:Deployment": IN_API,
  "aws:apigateway/domainName:DomainName": [
    ...IN_DOMAIN,
    GATEWAY_TAGS,
    { label: "NewDomain", service: "apigateway", actions: "POST", on: [`${GATEWAY}/domainnames`] },
  ],
  "aws:apigateway/methodSettings:MethodSettings": IN_API,
  "aws:apigateway/restApi:RestApi": [
    ...IN_API,
    // For what the document says of who may call (infra/api/resource-policy.ts).
    {
      label: "RestApi",
      service: "apigateway",
      actions: "UpdateRestApiPolicy",
      on: [`${APIS}/*`],
      when: "body",
      holding: "x-amazon-apigateway-policy",
    },
    GATEWAY_TAGS,
    { label: "NewRestApi", service: "apigateway", actions: "POST", on: [APIS] },
  ],
  "aws:apigateway/stage:Stage": [...IN_API, GATEWAY_TAGS],
  "aws:apigateway/usagePlan:UsagePlan": [...KEYS, GATEWAY_TAGS],
  "aws:apigateway/usagePlanKey:UsagePlanKey": KEYS,
  "aws:budgets/budget:Budget": [
    {
      label: "Budget",
      service: "budgets",
      actions: "ModifyBudget ViewBudget ListTagsForResource",
      on: ["arn:PARTITION:budgets::ACCOUNT:budget/{name}"],
    },
    {
      label: "Budget",
      service: "budgets",
      actions: "TagResource UntagResource",
      on: ["arn:PARTITION:budgets::ACCOUNT:budget/{name}"],
      when: "tags",
    },
  ],
  "aws:cloudwatch/dashboard:Dashboard": [
    {
      label: "Dashboard",
      service: "cloudwatch",
      actions: "PutDashboard GetDashboard DeleteDashboards",
      on: ["arn:PARTITION:cloudwatch::ACCOUNT:dashboard/{dashboardName}"],
    },
  ],
  "aws:cloudwatch/logGroup:LogGroup": [
    {
      label: "LogGroup",
      service: "logs",
      actions: "CreateLogGroup PutRetentionPolicy ListTagsForResource DeleteLogGroup",
      on: [`${LOGS}:log-group:{name}`],
    },
    { label: "AnyLogGroup", service: "logs", actions: "DescribeLogGroups", on: ["*"] },
    {
      label: "LogGroup",
      service: "logs",
      actions: "TagResource UntagResource",
      on: [`${LOGS}:log-group:{name}`],
      when: "tags",
    },
  ],
  "aws:cloudwatch/metricAlarm:MetricAlarm": [
    {
      label: "Alarm",
      service: "cloudwatch",
      actions: "PutMetricAlarm DescribeAlarms ListTagsForResource DeleteAlarms",
      on: [`${CLOUDWATCH}:alarm:{names}`],
    },
    {
      label: "Alarm",
      service: "cloudwatch",
      actions: "TagResource UntagResource",
      on: [`${CLOUDWATCH}:alarm:{names}`],
      when: "tags",
    },
  ],
  "aws:cloudwatch/queryDefinition:QueryDefinition": [
    {
      label: "AnySavedQuery",
      service: "logs",
      actions: "PutQueryDefinition DescribeQueryDefinitions DeleteQueryDefinition",
      on: ["*"],
    },
  ],
  // Of a need of your tools (docs/needs.md): the product by itself has none.
  "aws:dynamodb/table:Table": [
    {
      label: "Table",
      service: "dynamodb",
      actions:
        "CreateTable DescribeTable UpdateTable DeleteTable UpdateTimeToLive DescribeTimeToLive UpdateContinuousBackups DescribeContinuousBackups ListTagsOfResource",
      on: ["arn:PARTITION:dynamodb:REGION:ACCOUNT:table/{name}"],
    },
    {
      label: "Table",
      service: "dynamodb",
      actions: "TagResource UntagResource",
      on: ["arn:PARTITION:dynamodb:REGION:ACCOUNT:table/{name}"],
      when: "tags",
    },
  ],
  "aws:iam/role:Role": [
    {
      label: "Role",
      service: "iam",
      actions:
        "CreateRole GetRole ListRolePolicies ListAttachedRolePolicies ListInstanceProfilesForRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy DeleteRole",
      on: [`${IAM}:role/{name}`],
    },
    {
      label: "Role",
      service: "iam",
      actions: "PutRolePermissionsBoundary DeleteRolePermissionsBoundary",
      on: [`${IAM}:role/{name}`],
      when: "permissionsBoundary",
    },
    {
      label: "PassRole",
      service: "iam",
      actions: "PassRole",
      on: [`${IAM}:role/{name}`],
      passedTo: "lambda.amazonaws.com",
    },
    {
      label: "Role",
      service: "iam",
      actions: "TagRole UntagRole ListRoleTags",
      on: [`${IAM}:role/{name}`],
      when: "tags",
    },
  ],
  "aws:iam/rolePolicy:RolePolicy": [
    {
      label: "Role",
      service: "iam",
      actions: "PutRolePolicy GetRolePolicy DeleteRolePolicy",
      on: [`${IAM}:role/{role}`],
    },
  ],
  "aws:lambda/alias:Alias": [
    {
      label: "Function",
      service: "lambda",
      actions: "CreateAlias GetAlias UpdateAlias DeleteAlias",
      on: [`${LAMBDA}:function:{functionName}`],
    },
  ],
  "aws:lambda/function:Function": [
    {
      label: "Function",
      service: "lambda",
      actions:
        "CreateFunction GetFunction GetFunctionConfiguration GetFunctionCodeSigningConfig ListVersionsByFunction UpdateFunctionCode UpdateFunctionConfiguration PublishVersion DeleteFunction",
      on: [`${LAMBDA}:function:{name}`],
    },
    {
      label: "Function",
      service: "lambda",
      actions: "PutFunctionConcurrency DeleteFunctionConcurrency",
      on: [`${LAMBDA}:function:{name}`],
      when: "reservedConcurrentExecutions",
    },
    // Lambda looks with the deployer's permissions whether they are there.
    {
      label: "AnyNetwork",
      service: "ec2",
      actions: "DescribeSecurityGroups DescribeSubnets DescribeVpcs",
      on: ["*"],
      when: "vpcConfig",
    },
    {
      label: "Function",
      service: "lambda",
      actions: "TagResource UntagResource ListTags",
      on: [`${LAMBDA}:function:{name}`],
      when: "tags",
    },
  ],
  "aws:lambda/layerVersion:LayerVersion": [
    {
      label: "Layer",
      service: "lambda",
      // A function is given a layer only by someone who may GetLayerVersion.
      actions: "PublishLayerVersion GetLayerVersion DeleteLayerVersion",
      on: [`${LAMBDA}:layer:{layerName}`, `${LAMBDA}:layer:{layerName}:*`],
    },
  ],
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": [
    {
      label: "Function",
      service: "lambda",
      actions:
        "PutProvisionedConcurrencyConfig GetProvisionedConcurrencyConfig DeleteProvisionedConcurrencyConfig",
      on: [`${LAMBDA}:function:{functionName}:{qualifier}`],
    },
  ],
  "aws:lambda/permission:Permission": [
    {
      label: "Function",
      service: "lambda",
      actions: "AddPermission GetPolicy RemovePermission",
      on: [`${LAMBDA}:function:{function}`],
    },
  ],
  "aws:route53/record:Record": [
    {
      label: "HostedZone",
      service: "route53",
      actions: "GetChange GetHostedZone ListResourceRecordSets",
      on: ["arn:PARTITION:route53:::hostedzone/{zoneId}", "arn:PARTITION:route53:::change/*"],
    },
    {
      label: "Records",
      service: "route53",
      actions: "ChangeResourceRecordSets",
      on: ["arn:PARTITION:route53:::hostedzone/{zoneId}"],
      changesRecords: true,
    },
  ],
  // Of a need of your tools as well. Names are made by the provider, of what they begin with.
  "aws:s3/bucket:Bucket": [
    {
      label: "Bucket",
      service: "s3",
      actions:
        "CreateBucket ListBucket GetAccelerateConfiguration GetBucketAcl GetBucketCORS GetBucketLogging GetBucketObjectLockConfiguration GetBucketPolicy GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration ListTagsForResource DeleteBucket",
      on: [BUCKET],
    },
    // A bucket that is removed is emptied before.
    {
      label: "Bucket",
      service: "s3",
      actions: "ListBucketVersions",
      on: [BUCKET],
      when: "forceDestroy",
    },
    {
      label: "Objects",
      service: "s3",
      actions: "DeleteObject DeleteObjectVersion",
      on: [`${BUCKET}/*`],
      when: "forceDestroy",
    },
    // What infra/needs/bucket.ts says of each: the three resources below do not know how it is called.
    {
      label: "Bucket",
      service: "s3",
      actions:
        "PutBucketPublicAccessBlock GetBucketPublicAccessBlock PutBucketPolicy DeleteBucketPolicy PutLifecycleConfiguration",
      on: [BUCKET],
    },
    {
      label: "Bucket",
      service: "s3",
      actions: "PutBucketTagging TagResource UntagResource",
      on: [BUCKET],
      when: "tags",
    },
  ],
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [],
  "aws:s3/bucketPolicy:BucketPolicy": [],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": [],
  "aws:sns/topic:Topic": [
    {
      label: "Topic",
      service: "sns",
      actions: "CreateTopic GetTopicAttributes SetTopicAttributes ListTagsForResource DeleteTopic",
      on: [`${SNS}:{name}`],
    },
    {
      label: "Topic",
      service: "sns",
      actions: "TagResource UntagResource",
      on: [`${SNS}:{name}`],
      when: "tags",
    },
  ],
  "aws:sns/topicPolicy:TopicPolicy": [
    {
      label: "Topic",
      service: "sns",
      actions: "GetTopicAttributes SetTopicAttributes",
      on: [`${SNS}:{arn}`],
    },
  ],
  "aws:sns/topicSubscription:TopicSubscription": [
    { label: "Topic", service: "sns", actions: "Subscribe", on: [`${SNS}:{topic}`] },
    {
      label: "AnySubscription",
      service: "sns",
      actions: "GetSubscriptionAttributes Unsubscribe",
      on: ["*"],
    },
  ],
  "aws:ssm/parameter:Parameter": [
    {
      label: "Parameter",
      service: "ssm",
      actions: "PutParameter GetParameter ListTagsForResource DeleteParameter",
      on: ["arn:PARTITION:ssm:REGION:ACCOUNT:parameter/{name}"],
    },
    { label: "AnyParameter", service: "ssm", actions: "DescribeParameters", on: ["*"] },
    {
      label: "Parameter",
      service: "ssm",
      actions: "AddTagsToResource RemoveTagsFromResource",
      on: ["arn:PARTITION:ssm:REGION:ACCOUNT:parameter/{name}"],
      when: "tags",
    },
  ],
  "aws:wafv2/webAcl:WebAcl": [
    {
      label: "WebAcl",
      service: "wafv2",
      actions: "CreateWebACL GetWebACL UpdateWebACL DeleteWebACL ListTagsForResource",
      on: [`${WAF}/webacl/{name}/*`, ...WITH_WEB_ACLS],
    },
    {
      label: "WebAcl",
      service: "wafv2",
      actions: "TagResource UntagResource",
      on: [`${WAF}/webacl/{name}/*`],
      when: "tags",
    },
  ],
  "aws:wafv2/webAclAssociation:WebAclAssociation": [
    {
      label: "WebAcl",
      service: "wafv2",
      actions: "AssociateWebACL DisassociateWebACL GetWebACLForResource",
      on: [`${WAF}/webacl/{webAclArn}/*`, ...WITH_WEB_ACLS],
    },
    {
      label: "WebAcl",
      service: "apigateway",
      actions: "SetWebACL",
      on: [`${WAF}/webacl/{webAclArn}/*`, ...WITH_WEB_ACLS],
    },
  ],
};
