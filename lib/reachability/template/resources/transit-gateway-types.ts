export const TRANSIT_GATEWAY = 'AWS::EC2::TransitGateway';

export const TRANSIT_GATEWAY_ROUTE_TABLE = 'AWS::EC2::TransitGatewayRouteTable';

/** The older and the newer type of the same thing. */
export const VPC_ATTACHMENTS = ['AWS::EC2::TransitGatewayAttachment', 'AWS::EC2::TransitGatewayVpcAttachment'] as const;

/** Everything that attaches to a transit gateway and can be modelled. */
export const ATTACHMENTS = [...VPC_ATTACHMENTS, 'AWS::EC2::TransitGatewayPeeringAttachment'] as const;

/** Id of the route table that a transit gateway has by itself. */
export const defaultRouteTableId = (transitGatewayId: string): string => `${transitGatewayId}/default-route-table`;

/** Id of the attachment that a peering is on the other transit gateway. */
export const peerAttachmentId = (id: string): string => `${id}/peer`;
