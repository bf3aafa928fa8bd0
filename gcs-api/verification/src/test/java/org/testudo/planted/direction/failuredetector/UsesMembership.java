package org.testudo.planted.direction.failuredetector;

/** Looks the wrong way. */
public class UsesMembership {
    org.testudo.planted.direction.membership.MembershipThing field;
}
