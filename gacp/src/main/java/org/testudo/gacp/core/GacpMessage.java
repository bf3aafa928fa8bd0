package org.testudo.gacp.core;

/** What members say to each other in this layer: nothing. There is no value of this type. */
public enum GacpMessage {}
