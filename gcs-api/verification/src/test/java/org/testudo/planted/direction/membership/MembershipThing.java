package org.testudo.planted.direction.membership;

/** Something to depend on. */
public class MembershipThing {}
