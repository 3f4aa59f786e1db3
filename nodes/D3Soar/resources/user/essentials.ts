/** What most users need of a user. */
export const USER_ESSENTIALS = ['userID', 'userName', 'fullName', 'email', 'phone', 'role'];
