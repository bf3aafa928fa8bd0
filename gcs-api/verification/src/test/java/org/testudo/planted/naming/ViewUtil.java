package org.testudo.planted.naming;

/** Its name says nothing. */
public class ViewUtil {}
