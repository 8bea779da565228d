/** What the lab takes for granted of AWS and Kubernetes because no template says it; in seconds of the real world. */
export interface Assumptions {
  /**
   * From a pod's deletion until no node of the load balancer sends it new requests: EndpointSlice, controller,
   * DeregisterTargets and the load balancer's own configuration. AWS gives no figure. Operators needed sleeps of 25 s
   * (https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1064) to 70 s
   * (https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2106) to lose nothing; what they have to cover is
   * listed in https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1719.
   */
  readonly propagationSeconds: number;
  /**
   * From a container's readiness until the load balancer checks the health of its target for the first time. Minutes where
   * the controller has just got a new leader: https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3326
   */
  readonly registrationSeconds: number;
  /**
   * How often the controller asks whether a target is healthy, for the readiness gate: `defaultTargetHealthRequeueDuration`.
   * https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/pkg/targetgroupbinding/resource_manager.go
   */
  readonly gatePollSeconds: number;
  /** Between the load balancer and a pod, one way. Not scaled: it makes races visible that are rarer between two zones. */
  readonly latencySeconds: number;
  /**
   * From a pod's place on a node until its process starts: the image has to be pulled. Nothing in rollouts, where it only
   * makes everything longer, as if nodes had the image; on new nodes it decides.
   */
  readonly imagePullSeconds: number;
  /**
   * What the kubelet leaves between SIGTERM and SIGKILL when a preStop hook has used the grace period up.
   * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
   */
  readonly minimumGraceSeconds: number;
  /** Before the second restart of a container; it doubles. https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy */
  readonly restartBackoffSeconds: number;
  /** After a refused eviction a drain asks again. https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/ */
  readonly evictionRetrySeconds: number;
  /** From the decision for a node until pods can be put on it. */
  readonly nodeStartSeconds: number;
  /** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html */
  readonly spotNoticeSeconds: number;
  /** A drain or an upgrade that has not come further in this time needs a person. */
  readonly drainPatienceSeconds: number;
  /** For how long nobody watches while the control plane or the load balancer controller is replaced. */
  readonly controllerPauseSeconds: number;
}

export const ASSUMPTIONS: Assumptions = {
  propagationSeconds: 30,
  registrationSeconds: 10,
  gatePollSeconds: 15,
  imagePullSeconds: 0,
  latencySeconds: 0.01,
  minimumGraceSeconds: 2,
  restartBackoffSeconds: 10,
  evictionRetrySeconds: 5,
  nodeStartSeconds: 60,
  spotNoticeSeconds: 120,
  drainPatienceSeconds: 300,
  controllerPauseSeconds: 30,
};
