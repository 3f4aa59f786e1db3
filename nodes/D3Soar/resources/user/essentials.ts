/** Fields of a user that Simplify keeps. */
export const USER_ESSENTIALS = ['userID', 'userName', 'fullName', 'email', 'phone', 'role'];
