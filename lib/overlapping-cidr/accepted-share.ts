import { PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { AwsCall } from '../constructs/aws-call';

/**
 * Accepts the invitation to a share, which only accounts outside of an organization with resource sharing get.
 *
 * @see https://docs.aws.amazon.com/ram/latest/userguide/working-with-shared-invitations.html
 */
export class AcceptedShare extends Construct {
  constructor(scope: Construct, id: string, shareArn: string) {
    super(scope, id);
    const path = 'resourceShareInvitations.0.resourceShareInvitationArn';
    const invitation = new AwsCall(this, 'Invitation', {
      action: 'ram:GetResourceShareInvitations',
      call: {
        service: 'RAM',
        action: 'getResourceShareInvitations',
        parameters: { resourceShareArns: [shareArn] },
        outputPaths: [path],
        physicalResourceId: PhysicalResourceId.fromResponse(path),
      },
    });
    const invitationArn = invitation.getResponseField(path);
    new AwsCall(this, 'Acceptance', {
      action: 'ram:AcceptResourceShareInvitation',
      resources: [invitationArn],
      call: {
        service: 'RAM',
        action: 'acceptResourceShareInvitation',
        parameters: { resourceShareInvitationArn: invitationArn },
        outputPaths: ['resourceShareInvitation.status'],
        physicalResourceId: PhysicalResourceId.of(invitationArn),
      },
    });
  }
}
